use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::{env, thread};

fn next_line(client: &TcpStream) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(client).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn echo(mut client: TcpStream) -> Result<()> {
    loop {
        let line = next_line(&client)?;
        if line.is_empty() {
            return Ok(());
        }
        client.write_all(&line)?;
    }
}

fn main() {
    let port = env::args().nth(1).expect("a port");
    let listener = TcpListener::bind(format!("0.0.0.0:{port}")).expect("a free port");
    for client in listener.incoming().flatten() {
        thread::spawn(move || echo(client));
    }
}
