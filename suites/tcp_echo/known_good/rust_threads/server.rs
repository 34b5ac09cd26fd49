use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::{env, thread};

fn echo(mut client: TcpStream) -> Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let count = client.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..count])?;
    }
}

fn main() {
    let port = env::args().nth(1).expect("a port");
    let listener = TcpListener::bind(format!("0.0.0.0:{port}")).expect("a free port");
    for client in listener.incoming().flatten() {
        thread::spawn(move || echo(client));
    }
}
