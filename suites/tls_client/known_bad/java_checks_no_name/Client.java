import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

class Client {
    public static void main(String[] args) throws Exception {
        try (Socket socket = SSLSocketFactory.getDefault().createSocket(args[0], Integer.parseInt(args[1]))) {
            socket.setSoTimeout(3000);
            byte[] message = args[2].getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(message);
            InputStream input = socket.getInputStream();
            System.out.println("Reply: " + new String(input.readNBytes(message.length), StandardCharsets.UTF_8));
        }
    }
}
