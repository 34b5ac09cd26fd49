import java.io.*;
import java.net.*;

public class LineEcho {
    static void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            for (int each; (each = in.read()) >= 0; ) {
                out.write(each);
                if (each == '\n' && in.available() == 0) {
                    out.flush();
                }
            }
            out.flush();
        } catch (IOException gone) {
            // the client has left
        }
    }

    public static void main(String[] arguments) throws IOException {
        ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]), 128);
        while (true) {
            Socket client = listener.accept();
            Thread thread = new Thread(() -> serve(client));
            thread.setDaemon(true);
            thread.start();
        }
    }
}
