//! What the server sends, and what it does with forms that come without JavaScript.

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, Request, StatusCode};
use axum::Router;
use forum::server::{routes, Database};
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: HeaderName) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.and_then(Result::ok).unwrap_or_default()
    }

    /// What a reader sees of the document, without what is meant for the program in the browser.
    fn shown(&self) -> &str {
        self.body.split("</main>").next().unwrap_or_default()
    }
}

/// A browser without JavaScript.
struct Browser {
    forum: Router,
    cookies: String,
}

fn forum_with(database: Database) -> Router {
    let options = LeptosOptions::builder()
        .output_name("forum")
        .site_root("/nowhere");
    routes(options.build(), database, leptos_axum::redirect)
}

fn browser() -> Browser {
    Browser {
        forum: forum_with(Database::open(None).unwrap()),
        cookies: String::new(),
    }
}

impl Browser {
    fn with(&self, cookies: &str) -> Self {
        Self {
            forum: self.forum.clone(),
            cookies: cookies.to_owned(),
        }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.forum.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header(ACCEPT, "text/html")
            .header(COOKIE, &self.cookies);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form of the page at `from`.
    async fn send(&self, from: &str, to: &str, fields: &str) -> Answer {
        let request = Request::post(format!("/api/{to}"))
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(REFERER, format!("http://forum{from}"))
            .header(COOKIE, &self.cookies);
        self.ask(request.body(Body::from(fields.to_owned())).unwrap())
            .await
    }

    /// Goes where an answer leads.
    async fn follow(&self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, StatusCode::FOUND);
        let to = answer.header(LOCATION);
        self.get(to.strip_prefix("http://forum").unwrap_or(to))
            .await
    }
}

#[tokio::test]
async fn the_list_comes_with_what_is_in_it() {
    let list = browser().get("/").await;
    assert_eq!(list.status, StatusCode::OK);
    for title in [
        "How is this page rendered?",
        "Does it work without JavaScript?",
        "Say hello",
    ] {
        assert!(list.shown().contains(title), "{title}: {}", list.body);
    }
    assert!(list.shown().contains("2 replies"), "{}", list.body);
}

#[tokio::test]
async fn a_thread_comes_with_its_posts_and_its_title() {
    let thread = browser().get("/threads/2").await;
    assert_eq!(thread.status, StatusCode::OK);
    assert!(
        thread
            .body
            .contains("<title>Does it work without JavaScript? · Forum</title>"),
        "{}",
        thread.body
    );
    assert_eq!(
        thread.shown().matches("class=\"post\"").count(),
        3,
        "{}",
        thread.body
    );
    assert!(thread
        .shown()
        .contains("Then I have nothing to complain about."));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let browser = browser();
    for path in [
        "/threads/99",
        "/threads/two",
        "/threads/",
        "/nothing",
        "/threads/2/more",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.shown().contains("There is nothing here"),
            "{path}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn trouble_is_told_where_it_matters() {
    let browser = browser().with("trouble=1");
    let thread = browser.get("/threads/2").await;
    assert_eq!(thread.status, StatusCode::SERVICE_UNAVAILABLE);
    for page in [thread, browser.get("/").await] {
        assert!(
            page.shown().contains("The forum is in trouble"),
            "{}",
            page.body
        );
        assert!(page.shown().contains("Try again"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_database_that_fails_is_trouble() {
    let folder = std::env::temp_dir().join(format!("forum-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("forum.sqlite");
    let browser = Browser {
        forum: forum_with(Database::open(Some(&file)).unwrap()),
        cookies: String::new(),
    };
    assert_eq!(browser.get("/threads/1").await.status, StatusCode::OK);
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch("DROP TABLE post")
        .unwrap();
    let answer = browser.get("/threads/1").await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn what_is_kept_in_a_file_is_there_again() {
    let folder = std::env::temp_dir().join(format!("forum-kept-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("forum.sqlite");
    let open = || Browser {
        forum: forum_with(Database::open(Some(&file)).unwrap()),
        cookies: "name=Ada".to_owned(),
    };
    open()
        .send("/threads/3", "reply", "thread=3&text=hello")
        .await;
    let list = open().get("/").await;
    let thread = open().get("/threads/3").await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        list.shown().matches("/threads/").count(),
        3,
        "{}",
        list.body
    );
    assert!(thread.shown().contains("hello"), "{}", thread.body);
}

#[tokio::test]
async fn a_name_is_picked_and_given_up() {
    let browser = browser();
    let page = browser.get("/threads/3").await;
    assert!(
        page.body.contains("Sign in at the top of the page"),
        "{}",
        page.body
    );

    let answer = browser
        .send("/threads/3", "sign-in", "name=+Ada+L%C3%B6velace")
        .await;
    let cookie = answer.header(SET_COOKIE).to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let browser = browser.with(cookie.split(';').next().unwrap_or_default());
    let page = browser.follow(&answer).await;
    assert!(
        page.shown()
            .contains("Signed in as <strong>Ada Lövelace</strong>"),
        "{}",
        page.body
    );
    assert!(page.shown().contains("Your reply"), "{}", page.body);

    let answer = browser.send("/threads/3", "sign-out", "").await;
    assert!(answer.header(SET_COOKIE).contains("Max-Age=0"));
    assert!(answer
        .header(LOCATION)
        .starts_with("http://forum/threads/3"));
}

#[tokio::test]
async fn a_name_that_is_none_comes_back_with_what_is_wrong() {
    let browser = browser();
    let answer = browser.send("/", "sign-in", "name=+").await;
    let page = browser.follow(&answer).await;
    assert!(page.shown().contains("This is needed."), "{}", page.body);
    let long = "x".repeat(31);
    let answer = browser.send("/", "sign-in", &format!("name={long}")).await;
    let page = browser.follow(&answer).await;
    assert!(
        page.shown().contains("This is longer than 30 characters."),
        "{}",
        page.body
    );
    assert!(page.shown().contains(&long), "{}", page.body);
}

#[tokio::test]
async fn a_reply_is_there_for_everybody() {
    let browser = browser();
    let ada = browser.with("name=Ada");
    let answer = ada
        .send(
            "/threads/3",
            "reply",
            "thread=3&text=Hello%2C+%3Cb%3Eworld%3C%2Fb%3E",
        )
        .await;
    let page = ada.follow(&answer).await;
    assert!(
        page.shown().contains("Hello, &lt;b&gt;world&lt;/b&gt;"),
        "{}",
        page.body
    );
    let others = browser.get("/").await;
    let first = others.shown().find("Say hello").unwrap();
    assert!(first < others.shown().find("How is this page rendered?").unwrap());
}

#[tokio::test]
async fn a_reply_that_is_refused_is_not_lost() {
    let browser = browser();
    for (cookies, said) in [
        ("", "Please sign in first."),
        ("name=Ada; trouble=1", "The forum is in trouble."),
    ] {
        let browser = browser.with(cookies);
        let answer = browser
            .send("/threads/3", "reply", "thread=3&text=a+long+story")
            .await;
        let back = answer.header(LOCATION).replace("http://forum", "");
        // Whatever it was, it is over when the page is asked for.
        let page = browser.with("name=Ada").get(&back).await;
        assert!(page.shown().contains(said), "{said} {}", page.body);
        assert!(
            page.shown().contains(">a long story</textarea>"),
            "{}",
            page.body
        );
    }
    let ada = browser.with("name=Ada");
    let answer = ada.send("/threads/3", "reply", "thread=3&text=++").await;
    let page = ada.follow(&answer).await;
    assert!(page.shown().contains("This is needed."), "{}", page.body);
    let answer = ada.send("/threads/3", "reply", "thread=99&text=lost").await;
    assert!(ada
        .follow(&answer)
        .await
        .shown()
        .contains("There is no such thread."));
}

#[tokio::test]
async fn a_reply_with_an_identifier_is_taken_once_and_from_one_visitor() {
    let browser = browser();
    let (ada, bob) = (browser.with("name=Ada"), browser.with("name=Bob"));
    let fields = "thread=3&text=a+single+time&id=019a0000-0000-7000-8000-000000000001";
    ada.send("/threads/3", "reply", fields).await;
    ada.send("/threads/3", "reply", fields).await;
    let refused = bob.send("/threads/3", "reply", fields).await;
    assert!(refused.header(LOCATION).contains("__err"));
    let page = ada.get("/threads/3").await;
    assert_eq!(
        page.shown().matches("a single time").count(),
        1,
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_new_thread_leads_to_itself() {
    let ada = browser().with("name=Ada");
    let answer = ada
        .send("/new", "start", "title=Tea&text=Which+one%3F")
        .await;
    assert_eq!(answer.header(LOCATION), "/threads/4");
    let page = ada.follow(&answer).await;
    assert!(page.shown().contains("Which one?"), "{}", page.body);

    let answer = ada.send("/new", "start", "title=&text=Which+one%3F").await;
    let page = ada.follow(&answer).await;
    assert!(page.shown().contains("This is needed."), "{}", page.body);
    assert!(
        page.shown().contains(">Which one?</textarea>"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn visitors_never_see_each_others_state() {
    let browser = browser();
    let visits = (0..200).map(|number| {
        let browser = browser.with(&format!("name=guest-{number}-"));
        tokio::spawn(async move { browser.get("/threads/2").await.body })
    });
    for (number, visit) in visits.collect::<Vec<_>>().into_iter().enumerate() {
        let body = visit.await.unwrap();
        assert!(body.contains(&format!("guest-{number}-")));
        let (ours, all) = (format!("guest-{number}-"), "guest-");
        assert_eq!(
            body.matches(&ours).count(),
            body.matches(all).count(),
            "{body}"
        );
    }
}
