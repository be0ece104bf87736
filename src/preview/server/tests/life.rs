//! How a server starts and stops.

use std::sync::mpsc::channel;

use super::*;

#[test]
fn it_ends_when_it_is_told_to_even_while_a_page_is_being_made() {
    struct Slow(Mutex<Receiver<()>>);
    impl PageSource for Slow {
        fn file(&self, _: &SitePath) -> ServedFile {
            let _ = self.0.lock().expect("no panic").recv();
            ServedFile::Missing
        }
        fn state(&self, _: &SitePath) -> State {
            State::default()
        }
        fn problems(&self, _: &SitePath) -> Vec<Problem> {
            Vec::new()
        }
        fn facts(&self, _: &SitePath) -> Option<PageFacts> {
            None
        }
        fn choose(&self, _: &RepairChoice) -> Result<(), ChooseError> {
            Ok(())
        }
        fn fix(&self, _: &FixChoice) -> Result<(), ChooseError> {
            Ok(())
        }
    }
    let settings = ServerSettings { host: "localhost".to_owned(), port: 0, script: SCRIPT };
    let server = Server::bind(settings).expect("a port");
    let (address, stopper) = (server.addresses()[0], server.stopper());
    let (release, held) = channel();
    let thread = std::thread::spawn(move || server.run(Arc::new(Slow(Mutex::new(held)))));
    let mut slow = TcpStream::connect(address).expect("a connection");
    slow.write_all(b"GET /x HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("sent");
    // Others are answered meanwhile.
    let mut quick = TcpStream::connect(address).expect("a connection");
    quick
        .write_all(b"GET /.syllabus/preview.js HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .expect("sent");
    let mut answer = String::new();
    quick.read_to_string(&mut answer).expect("an answer");
    assert!(answer.ends_with(SCRIPT));
    stopper.stop();
    assert!(matches!(thread.join(), Ok(Ok(()))));
    drop(release);
}

#[test]
fn a_taken_port_is_told_before_anything_is_made() {
    let server = running();
    let settings = ServerSettings { host: "127.0.0.1".to_owned(), port: server.address.port(), script: SCRIPT };
    let taken = Server::bind(settings).map(|_| ());
    assert!(matches!(taken, Err(ServeError::Taken { port, .. }) if port == server.address.port()));
}
