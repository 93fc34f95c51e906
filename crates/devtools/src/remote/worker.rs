//! The thread that talks to the relay.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::{TcpStream as Blocking, ToSocketAddrs};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use serde_json::{json, Value};
use tungstenite::handshake::HandshakeError;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{client::client_with_config, Error, Message, WebSocket};

use super::outbox::{Fields, Next};
use super::session::{tell, Heard, Session};
use super::shared::{Connected, Shared};
use super::RemoteOptions;
use crate::protocol;
use crate::transport::Command;
use crate::EntryId;

/// What the thread is woken by.
pub(super) const WAKE: Token = Token(0);

const SOCKET: Token = Token(1);

/// How long it may take until a connection can be used.
const BEGINNING: Duration = Duration::from_secs(10);

/// How many messages are read before something is said, and said before something is read.
const AT_ONCE: usize = 64;

pub(super) struct Worker {
    poll: Poll,
    events: Events,
    shared: Arc<Shared>,
    options: RemoteOptions,
    /// Whether a store's reporter was told that there is no connection.
    has_complained: bool,
}

/// Why a connection has ended.
enum End {
    /// Nobody wants it any more.
    Closed,
    /// Something is wrong with it.
    Lost(String),
}

impl From<String> for End {
    fn from(reason: String) -> Self {
        Self::Lost(reason)
    }
}

type Step<T = ()> = Result<T, End>;

impl Worker {
    pub(super) fn new(poll: Poll, shared: Arc<Shared>, options: RemoteOptions) -> Self {
        Self {
            poll,
            events: Events::with_capacity(8),
            shared,
            options,
            has_complained: false,
        }
    }

    /// Connects, and connects again, until nobody wants it.
    pub(super) fn work(mut self) {
        let mut pause = self.options.soonest;
        loop {
            let begun = Instant::now();
            let end = self.connection();
            self.lost();
            match end {
                Ok(never) => match never {},
                Err(End::Closed) => return,
                Err(End::Lost(reason)) => self.complain(&reason),
            }
            if begun.elapsed() > pause {
                pause = self.options.soonest;
            }
            match self.wait(pause) {
                Ok(()) => {}
                Err(End::Closed) => return,
                Err(End::Lost(reason)) => return self.complain(&reason),
            }
            pause = (pause * 2).min(self.options.latest);
        }
    }

    /// Nobody watches any more, as far as is known.
    fn lost(&self) {
        let mut state = self.shared.lock();
        state.is_connected = false;
        state.outbox.clear();
        state.new.clear();
        drop(state);
        for (_, connected) in self.shared.stores() {
            self.command(None, &connected, Command::Stop);
        }
    }

    /// Tells a store's reporter that there is no connection, once until there is one.
    fn complain(&mut self, reason: &str) {
        if self.has_complained {
            return;
        }
        let Some((_, connected)) = self.shared.stores().into_iter().next() else {
            return;
        };
        self.has_complained = true;
        let address = &self.options.address;
        let problem = format!("the devtools at {address} can't be reached: {reason}");
        connected.controls.report(&problem);
    }

    /// Waits until it is time to try again.
    fn wait(&mut self, pause: Duration) -> Step {
        let until = Instant::now() + pause;
        loop {
            self.open()?;
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            self.sleep(Some(left))?;
        }
    }

    fn open(&self) -> Step {
        if self.shared.lock().is_closed {
            return Err(End::Closed);
        }
        Ok(())
    }

    /// Waits until something happens.
    fn sleep(&mut self, most: Option<Duration>) -> Step {
        match self.poll.poll(&mut self.events, most) {
            Err(error) if error.kind() != ErrorKind::Interrupted => Err(failed("waiting", &error)),
            _ => Ok(()),
        }
    }

    /// One connection, from its beginning to its end.
    fn connection(&mut self) -> Step<Infallible> {
        let deadline = Instant::now() + BEGINNING;
        let mut socket = self.socket(deadline)?;
        let (mut session, hello) = Session::begin();
        let mut line = Line {
            to_say: VecDeque::from([hello]),
            ..Line::default()
        };
        let mut silent_from = Instant::now();
        loop {
            self.open()?;
            let has_heard = self.hear(&mut socket, &mut session, &mut line)?;
            if has_heard > 0 {
                silent_from = Instant::now();
            }
            self.begin_new(&line);
            let has_said = self.say(&mut socket, &mut line)?;
            let until = if line.id.is_some() {
                silent_from + session.silence
            } else {
                deadline
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(End::Lost("it says nothing".to_owned()));
            }
            if has_heard < AT_ONCE && has_said < AT_ONCE {
                self.sleep(Some(left))?;
            }
        }
    }

    /// Opens a WebSocket.
    fn socket(&mut self, deadline: Instant) -> Step<WebSocket<TcpStream>> {
        let address = self.options.address.clone();
        let mut stream = TcpStream::from_std(reach(&address)?);
        let interests = Interest::READABLE | Interest::WRITABLE;
        let registry = self.poll.registry();
        let registered = registry.register(&mut stream, SOCKET, interests);
        registered.map_err(|error| failed("waiting", &error))?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(self.options.largest))
            .max_frame_size(Some(self.options.largest));
        let url = format!("ws://{address}/socketcluster/");
        let mut shaken = client_with_config(url, stream, Some(config));
        loop {
            let half = match shaken {
                Ok((socket, _)) => return Ok(socket),
                Err(HandshakeError::Failure(error)) => return Err(lost(&error)),
                Err(HandshakeError::Interrupted(half)) => half,
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(End::Lost("it says nothing".to_owned()));
            }
            self.sleep(Some(left))?;
            self.open()?;
            shaken = half.handshake();
        }
    }

    /// Hears what the relay says, up to a number of messages; returns that number.
    fn hear(
        &mut self,
        socket: &mut WebSocket<TcpStream>,
        session: &mut Session,
        line: &mut Line,
    ) -> Step<usize> {
        for heard in 0..AT_ONCE {
            let message = match socket.read() {
                Ok(Message::Text(text)) => text,
                Ok(Message::Close(_)) => {
                    return Err(End::Lost("it closed the connection".to_owned()))
                }
                Ok(_) => continue,
                Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => return Ok(heard),
                Err(error) => return Err(lost(&error)),
            };
            for heard in session.hear(&message)? {
                match heard {
                    Heard::Say(text) => line.to_say.push_back(text),
                    Heard::Pong(pong) => line.pong = Some(pong),
                    Heard::Ready(id) => {
                        self.has_complained = false;
                        let mut state = self.shared.lock();
                        state.is_connected = true;
                        // Those that watch already are to say so.
                        line.to_say.push_back(start(&id));
                        line.id = Some(id);
                    }
                    Heard::Told { message, to_all } => self.told(line, &message, to_all),
                }
            }
        }
        Ok(AT_ONCE)
    }

    /// Hands a message to the stores that it concerns.
    fn told(&self, line: &mut Line, message: &Value, to_all: bool) {
        let Some(id) = &line.id else {
            return;
        };
        let kind = message.get("type").and_then(Value::as_str);
        if kind == Some("DISCONNECTED") {
            // One of those who watched is gone. If there are others they answer.
            line.is_watched = false;
            self.all(&Command::Stop);
            line.to_say.push_back(start(id));
            return;
        }
        let command = match protocol::read(message) {
            Ok(Some(command)) => command,
            Ok(None) => return,
            Err(error) => {
                let problem = error.to_string();
                self.shared.lock().outbox.problem(None, problem);
                return;
            }
        };
        match command {
            Command::Start => line.is_watched = true,
            Command::Stop => line.is_watched = false,
            _ => {}
        }
        let one = message.get("instanceId").and_then(Value::as_str);
        match one {
            Some(one) if !to_all => {
                let stores = self.shared.stores().into_iter();
                let mut named = stores.filter(|(store, _)| instance_id(id, *store) == one);
                if let Some((store, connected)) = named.next() {
                    self.command(Some(store), &connected, command);
                }
            }
            _ => self.all(&command),
        }
    }

    fn all(&self, command: &Command) {
        for (store, connected) in self.shared.stores() {
            self.command(Some(store), &connected, command.clone());
        }
    }

    /// Has a store do something. What panics there is the application's; it does not end the connection.
    fn command(&self, store: Option<u64>, connected: &Connected, command: Command) {
        let obey = AssertUnwindSafe(|| connected.controls.command(command));
        if catch_unwind(obey).is_err() {
            let problem = "the store panicked";
            self.shared.lock().outbox.problem(store, problem);
        }
    }

    /// Has stores that have come be shown, if somebody watches.
    fn begin_new(&self, line: &Line) {
        if line.id.is_none() {
            return;
        }
        let mut state = self.shared.lock();
        let new = std::mem::take(&mut state.new);
        let new = new.into_iter();
        let known = new.filter_map(|store| Some((store, state.stores.get(&store)?.clone())));
        let new: Vec<_> = known.collect();
        drop(state);
        if line.is_watched {
            for (store, connected) in new {
                self.command(Some(store), &connected, Command::Start);
            }
        }
    }

    /// Says what there is to say, up to a number of messages, until the relay has to catch up; returns that number.
    fn say(&self, socket: &mut WebSocket<TcpStream>, line: &mut Line) -> Step<usize> {
        for said in 0..AT_ONCE {
            if !line.is_flushed {
                match socket.flush() {
                    Ok(()) => line.is_flushed = true,
                    Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => {
                        return Ok(said)
                    }
                    Err(error) => return Err(lost(&error)),
                }
            }
            let Some(text) = self.next(line) else {
                return Ok(said);
            };
            line.is_flushed = false;
            match socket.write(Message::text(text)) {
                Ok(()) => {}
                Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(lost(&error)),
            }
        }
        Ok(AT_ONCE)
    }

    /// What is to be said next.
    fn next(&self, line: &mut Line) -> Option<String> {
        if let Some(pong) = line.pong.take() {
            return Some(pong.to_owned());
        }
        if let Some(text) = line.to_say.pop_front() {
            return Some(text);
        }
        let id = line.id.clone()?;
        loop {
            let next = self.shared.lock().outbox.next()?;
            let (store, fields) = match next {
                // The list that was made last may have it already.
                Next::Entry(store, entry, _) if line.lists.get(&store) > Some(&entry) => continue,
                Next::Entry(store, _, fields) => (Some(store), fields),
                Next::List(store) => match self.list(store) {
                    Some((next, fields)) => {
                        line.lists.insert(store, next);
                        (Some(store), fields)
                    }
                    None => continue,
                },
                Next::Problem(store, problem) => (store, error(&problem)),
            };
            let text = self.addressed(&id, store, fields);
            if text.len() <= self.options.largest {
                return Some(text);
            }
            let problem = format!(
                "what is to be shown has {} bytes, of at most {}; show fewer entries, or less of the states",
                text.len(),
                self.options.largest
            );
            self.shared.lock().outbox.problem(store, problem);
        }
    }

    /// A store's whole list, if the store is there, and the number of the first entry that is not in it.
    fn list(&self, store: u64) -> Option<(EntryId, Fields)> {
        let connected = self.shared.lock().stores.get(&store)?.clone();
        let mut list = None;
        connected
            .controls
            .with_lifted(&mut |lifted| list = Some(lifted.lifted()));
        let lifted = match list? {
            Ok(lifted) => lifted,
            Err(problem) => return Some((EntryId::BEGINNING, error(&problem.to_string()))),
        };
        let next = lifted.get("nextActionId").and_then(Value::as_u64);
        let next = next.and_then(|next| u32::try_from(next).ok());
        let mut described = protocol::described(&connected.instance);
        // The dispatcher offers these.
        let creator = |name: &&str| json!({ "name": name, "args": ["payload"] });
        let creators = connected.instance.actions.iter().map(creator);
        described["actionCreators"] = creators.collect::<Value>().to_string().into();
        let fields = Fields::from_iter([
            ("type".to_owned(), json!("STATE")),
            ("payload".to_owned(), lifted.to_string().into()),
            ("libConfig".to_owned(), described),
        ]);
        Some((next.map_or(EntryId::BEGINNING, EntryId::new), fields))
    }

    /// A message from a store, or from the program.
    fn addressed(&self, id: &str, store: Option<u64>, mut fields: Fields) -> String {
        fields.insert("id".to_owned(), json!(id));
        if let Some(store) = store {
            fields.insert("instanceId".to_owned(), instance_id(id, store).into());
            if let Some(connected) = self.shared.lock().stores.get(&store) {
                fields.insert("name".to_owned(), json!(connected.instance.name));
            }
        }
        tell(&fields.into())
    }
}

/// What one connection has yet to say, and what is known of those who hear it.
struct Line {
    to_say: VecDeque<String>,
    pong: Option<&'static str>,
    /// Whether all that was said is on its way.
    is_flushed: bool,
    /// What the relay calls the connection, when it can be used.
    id: Option<String>,
    is_watched: bool,
    /// For each store the number of the first entry that is not in the list that was said last.
    lists: BTreeMap<u64, EntryId>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            to_say: VecDeque::new(),
            pong: None,
            is_flushed: true,
            id: None,
            is_watched: false,
            lists: BTreeMap::new(),
        }
    }
}

/// What those who watch know a store by: no other connection has it.
fn instance_id(id: &str, store: u64) -> String {
    format!("{id}/{store}")
}

fn start(id: &str) -> String {
    tell(&json!({ "type": "START", "id": id }))
}

fn error(problem: &str) -> Fields {
    Fields::from_iter([
        ("type".to_owned(), json!("ERROR")),
        ("payload".to_owned(), json!(problem)),
    ])
}

/// Connects to the first of an address's hosts that answers.
fn reach(address: &str) -> Step<Blocking> {
    let hosts = address.to_socket_addrs();
    let mut reason = "there is no such host".to_owned();
    for host in hosts.map_err(|error| End::Lost(error.to_string()))? {
        let stream = Blocking::connect_timeout(&host, BEGINNING).and_then(|stream| {
            stream.set_nonblocking(true)?;
            stream.set_nodelay(true)?;
            Ok(stream)
        });
        match stream {
            Ok(stream) => return Ok(stream),
            Err(error) => reason = error.to_string(),
        }
    }
    Err(End::Lost(reason))
}

fn failed(what: &str, error: &io::Error) -> End {
    End::Lost(format!("{what} failed: {error}"))
}

fn lost(error: &Error) -> End {
    End::Lost(error.to_string())
}
