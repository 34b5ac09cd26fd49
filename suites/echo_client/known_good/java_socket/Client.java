import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class Client {
    public static void main(String[] args) throws Exception {
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            socket.setSoTimeout(3000);
            socket.getOutputStream().write(args[2].getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            InputStream input = socket.getInputStream();
            System.out.println("Reply: " + new String(input.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
