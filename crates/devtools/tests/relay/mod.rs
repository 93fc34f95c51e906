//! A relay for tests. It says and understands what the real one does, on a port of its own, and can be told to do worse.

#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod todos;

use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::{json, Value};
use tungstenite::protocol::Role;
use tungstenite::{accept, Message, WebSocket};

/// Longer than anything here takes; who waits longer has found a mistake.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a relay answers to a message on a connection, of which it gets the number. Texts are sent as they are.
pub type Manners = Arc<dyn Fn(usize, &Value) -> Vec<String> + Send + Sync>;

/// A relay, and the programs that connect to it.
pub struct Relay {
    address: String,
    programs: Receiver<Program>,
}

/// A connection of a program.
pub struct Program {
    /// What the relay calls it.
    pub id: String,
    log: Receiver<Value>,
    others: Receiver<String>,
    socket: WebSocket<TcpStream>,
}

impl Relay {
    /// One that does what the real one does.
    pub fn polite() -> Self {
        Self::with(polite)
    }

    pub fn with(manners: impl Fn(usize, &Value) -> Vec<String> + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), manners)
    }

    pub fn on(
        listener: TcpListener,
        manners: impl Fn(usize, &Value) -> Vec<String> + Send + Sync + 'static,
    ) -> Self {
        let manners: Manners = Arc::new(manners);
        let address = listener.local_addr().unwrap().to_string();
        let (send, programs) = channel();
        thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { return };
                let Some(program) = Program::meet(stream, connection, &manners) else {
                    continue;
                };
                if send.send(program).is_err() {
                    return;
                }
            }
        });
        Self { address, programs }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The next program that connects.
    pub fn program(&self) -> Program {
        let program = self.programs.recv_timeout(PATIENCE);
        program.expect("a program connects")
    }
}

impl Program {
    fn meet(stream: TcpStream, connection: usize, manners: &Manners) -> Option<Self> {
        // Reads and writes on two threads, each with its own view of the socket.
        let writes = stream.try_clone().ok()?;
        let mut reads = accept(stream).ok()?;
        let mut says = WebSocket::from_raw_socket(writes, Role::Server, None);
        let socket = says.get_ref().try_clone().ok()?;
        let socket = WebSocket::from_raw_socket(socket, Role::Server, None);
        let (log, heard_log) = channel();
        let (others, heard_others) = channel();
        let manners = Arc::clone(manners);
        thread::spawn(move || read(&mut reads, &mut says, connection, &manners, &log, &others));
        Some(Self {
            id: format!("c{connection}"),
            log: heard_log,
            others: heard_others,
            socket,
        })
    }

    /// The next message to those who watch.
    pub fn says(&self) -> Value {
        let said = self.log.recv_timeout(PATIENCE);
        said.expect("the program says something")
    }

    /// The next message to those who watch that is of this kind.
    pub fn says_a(&self, kind: &str) -> Value {
        loop {
            let said = self.says();
            if said["type"] == kind {
                return said;
            }
        }
    }

    /// The next message that is none to those who watch, such as an answer to a ping.
    pub fn answers(&self) -> String {
        let answer = self.others.recv_timeout(PATIENCE);
        answer.expect("the program answers")
    }

    /// Whether it has hung up, and nothing that it said is left.
    pub fn hangs_up(&self) -> bool {
        self.log.recv_timeout(PATIENCE).is_err()
    }

    /// Says something, whatever it is.
    pub fn hears(&mut self, message: Message) {
        self.socket.send(message).unwrap();
    }

    /// Publishes something, to this connection alone or to all.
    pub fn hears_on(&mut self, channel: &str, data: &Value) {
        let publish = json!({"event": "#publish", "data": {"channel": channel, "data": data}});
        self.hears(Message::text(publish.to_string()));
    }

    /// As the application does what is done there to one store.
    pub fn is_asked(&mut self, store: &Value, action: &Value) {
        let channel = format!("sc-{}", self.id);
        let message = json!({"type": "DISPATCH", "action": action, "instanceId": store});
        self.hears_on(&channel, &message);
    }

    /// As the application dispatches what is typed there.
    pub fn is_typed(&mut self, store: &Value, action: &Value) {
        let channel = format!("sc-{}", self.id);
        let message = json!({"type": "ACTION", "action": action, "instanceId": store});
        self.hears_on(&channel, &message);
    }

    /// Hangs up.
    pub fn leaves(self) {
        let _ = self.socket.get_ref().shutdown(std::net::Shutdown::Both);
    }

    /// Somebody begins to watch.
    pub fn is_watched(&mut self) {
        self.hears_on("respond", &json!({"type": "START"}));
    }
}

fn read(
    reads: &mut WebSocket<TcpStream>,
    says: &mut WebSocket<TcpStream>,
    connection: usize,
    manners: &Manners,
    log: &Sender<Value>,
    others: &Sender<String>,
) {
    while let Ok(message) = reads.read() {
        let Message::Text(text) = message else {
            continue;
        };
        let message: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if message["event"] == "log" {
            let _ = log.send(message["data"].clone());
        } else if message.get("event").is_none() {
            let _ = others.send(text.to_string());
        }
        for answer in manners(connection, &message) {
            if says.send(Message::text(answer)).is_err() {
                return;
            }
        }
    }
}

/// What the real relay answers.
pub fn polite(connection: usize, message: &Value) -> Vec<String> {
    let answer = match message["event"].as_str() {
        Some("#handshake") => {
            json!({"id": format!("c{connection}"), "pingTimeout": 30_000, "isAuthenticated": false})
        }
        Some("login") => {
            assert_eq!(message["data"], "master");
            json!("respond")
        }
        Some("#subscribe") => return vec![json!({"rid": message["cid"]}).to_string()],
        _ => return Vec::new(),
    };
    vec![json!({"rid": message["cid"], "data": answer}).to_string()]
}

/// What is in a text of a message.
pub fn parsed(text: &Value) -> Value {
    serde_json::from_str(text.as_str().expect("it is a text")).unwrap()
}
