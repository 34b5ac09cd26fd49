import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;

class Server {
    public static void main(String[] arguments) throws IOException {
        ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]), 128);
        while (true) {
            Socket client = listener.accept();
            new Thread(() -> echo(client)).start();
        }
    }

    static void echo(Socket client) {
        try (client) {
            BufferedReader input = new BufferedReader(new InputStreamReader(client.getInputStream()));
            PrintWriter output = new PrintWriter(client.getOutputStream(), true);
            for (String line; (line = input.readLine()) != null; ) {
                output.println(line);
            }
        } catch (IOException error) {
            System.err.println(error);
        }
    }
}
