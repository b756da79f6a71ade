import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Three nodes of OpenSearch in one process, on loopback, with their data in the folder given. The
 * file "ready" in it has the addresses of the nodes, a line each, then that of the control: POST
 * /stop?N and /start?N stop and start node N, from 0; GET /usage gives the seconds of CPU that the
 * process took and the bytes of heap that are in use after garbage was collected. The process ends
 * when its input does.
 */
public class Cluster {
    static final int NODES = 3;

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]).toAbsolutePath();
        int[] ports = freePorts(2 * NODES);
        String[] seeds = new String[NODES];
        for (int i = 0; i < NODES; i++) {
            seeds[i] = "127.0.0.1:" + ports[NODES + i];
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", ports[number - 1]);
            settings.put("transport.port", ports[NODES + number - 1]);
            settings.putList("discovery.seed_hosts", seeds);
            settings.putList("cluster.initial_cluster_manager_nodes", "Node 1");
            settings.put("node.processors", 1);
            settings.put("cluster.routing.allocation.node_concurrent_recoveries", 8);
            settings.put("cluster.fault_detection.follower_check.interval", "200ms");
            settings.put("cluster.fault_detection.leader_check.interval", "200ms");
        }).build(newConfigs().clusterName("vanban-test").basePath(dir.resolve("nodes").toString())
                .numOfNode(NODES).useLogger());
        runner.ensureGreen();
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/stop", x -> answer(x, () -> runner.getNode(number(x)).close()));
        control.createContext("/start", x -> answer(x, () -> runner.startNode(number(x))));
        control.createContext("/usage", x -> send(x, usage()));
        control.start();
        announce(dir, runner, control);
        while (System.in.read() >= 0) {
        }
        control.stop(0);
        runner.close();
        System.exit(0);
    }

    /** Returns ports of loopback that nobody listens at now. */
    static int[] freePorts(int n) throws IOException {
        ServerSocket[] held = new ServerSocket[n];
        int[] ports = new int[n];
        for (int i = 0; i < n; i++) {
            held[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ports[i] = held[i].getLocalPort();
        }
        for (ServerSocket s : held) {
            s.close();
        }
        return ports;
    }

    /** Writes the addresses, as a whole or not at all. */
    static void announce(Path dir, OpenSearchRunner runner, HttpServer control) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < NODES; i++) {
            lines.append("http://127.0.0.1:" + runner.getNode(i).settings().get("http.port") + "\n");
        }
        lines.append("http://127.0.0.1:" + control.getAddress().getPort() + "\n");
        Files.writeString(dir.resolve("ready.new"), lines);
        Files.move(dir.resolve("ready.new"), dir.resolve("ready"), StandardCopyOption.ATOMIC_MOVE);
    }

    static int number(HttpExchange x) {
        return Integer.parseInt(x.getRequestURI().getQuery());
    }

    static String usage() {
        System.gc();
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return system.getProcessCpuTime() / 1e9 + " " + heap;
    }

    static void send(HttpExchange x, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        x.sendResponseHeaders(200, body.length);
        x.getResponseBody().write(body);
        x.close();
    }

    interface Action {
        void run() throws Exception;
    }

    static void answer(HttpExchange x, Action action) throws IOException {
        int code = 200;
        try {
            action.run();
        } catch (Exception e) {
            e.printStackTrace();
            code = 500;
        }
        x.sendResponseHeaders(code, -1);
        x.close();
    }
}
