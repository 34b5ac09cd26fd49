use std::env;
use std::io::{Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let mut stream = TcpStream::connect(format!("{}:{}", words[0], words[1]))?;
    stream.set_read_timeout(Some(Duration::from_secs(3)))?;
    stream.write_all(words[2].as_bytes())?;
    let mut piece = [0; 1024];
    let size = stream.read(&mut piece)?;
    println!("{}", String::from_utf8_lossy(&piece[..size]));
    Ok(())
}
