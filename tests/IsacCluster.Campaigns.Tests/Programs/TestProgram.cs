using System.ComponentModel;
using System.Diagnostics;

namespace IsacCluster.Campaigns.Tests.Programs;

/// <summary>
/// Programs for tests of the protocol, in Python without NumPy: they answer isotropic designs, R = P0 / M I, except for what their first
/// argument says. Skipped where there is no python3.
/// </summary>
internal static class TestProgram
{
    /// <summary>reply(request, c, other, name) answers; the arguments are lists of floats, real and imaginary parts in turns.</summary>
    private const string Source =
        """
        import json, math, os, struct, sys, time
        source, sink = sys.stdin.buffer, sys.stdout.buffer

        def array():
            assert source.read(6) == b"\x93NUMPY"
            source.read(2)
            header = eval(source.read(struct.unpack("<H", source.read(2))[0]))
            count = 16 if header["descr"] == "<c16" else 8
            for size in header["shape"]:
                count *= size
            return source.read(count)

        def npy(shape, numbers):
            head = ("{'descr': '<c16', 'fortran_order': False, 'shape': %s, }\n" % (tuple(shape),)).encode()
            sink.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + struct.pack("<%dd" % len(numbers), *numbers))

        def line(value):
            sink.write((json.dumps(value) + "\n").encode())

        mode, answered = sys.argv[1], 0
        with open(sys.argv[2].split("=")[1], "a") as log:
            log.write("%d\n" % os.getpid())
        while True:
            text = source.readline()
            if not text:
                break
            q = json.loads(text)
            channels = [array() for _ in q["arrays"]][0]
            b, m, l = q["batch"], q["antennas"], q["users"]
            c, s = [0.0] * (2 * b * m * l), [0.0] * (2 * b * m * m)
            for k in range(b):
                for i in range(m):
                    s[2 * (k * m * m + i * m + i)] = math.sqrt(q["power"] / m)
            names = ["c", "s"]
            if mode == "covariance" or mode == "indefinite":
                names = ["c", "r"]
                s = [x * x for x in s]
                for k in range(b if mode == "indefinite" else 0):
                    at = 2 * k * m * m
                    s[at], s[at + 2 * (m + 1)] = -s[at], 3 * s[at]
            if mode == "hang" and answered:
                os.system("sleep 1000")
            if mode == "crash" and answered:
                sys.stderr.write("first line\nValueError: boom\n")
                sys.exit(3)
            # Of the first antenna to the first user, real: half of all samples are odd so.
            odd = [k for k in range(b) if struct.unpack_from("<d", channels, 16 * k * m * l)[0] > 0]
            if odd and mode == "odd-exits":
                sys.exit(7)
            if odd and mode == "odd-nan":
                s[2 * odd[0] * m * m] = float("nan")
            if mode == "tired" and answered == 3:
                sys.exit(0)
            if mode == "early":
                sys.exit("no start")
            if mode == "lie":
                s = [x * math.sqrt(2) for x in s]
            if mode == "nan":
                s[0] = float("nan")
            if mode == "chatty":
                print("hello from a print", flush=True)
            if mode == "noisy":
                sys.stderr.write("noise\n" * 200000)
            if mode == "flood":
                while True:
                    sink.write(b"x" * 65536)
            if mode == "error" or odd and mode == "odd-errors" or answered == 2 and mode == "third":
                line({"error": "ValueError: said so\nTraceback"})
            elif mode == "shape":
                line({"arrays": names})
                npy([b, m, l + 1], [0.0] * (2 * b * m * (l + 1)))
            else:
                line({"arrays": names})
                npy([b, m, l], c)
                npy([b, m, m], s)
            sink.flush()
            answered += 1
        """;

    /// <summary>Writes it into a folder and returns its command for a specification; starts are logged in MODE.pids.</summary>
    public static string Write(TemporaryFolder folder, string mode)
    {
        SkipWithoutPython();
        File.WriteAllText(folder["program.py"], Source);
        return $"[python3, {folder["program.py"]}, {mode}, --log={folder[$"{mode}.pids"]}]";
    }

    /// <summary>The ids of the processes that ran so far.</summary>
    public static IReadOnlyList<int> Started(TemporaryFolder folder, string mode) =>
        [.. File.ReadAllLines(folder[$"{mode}.pids"]).Select(int.Parse)];

    /// <summary>Whether a process of that id is there and has not ended.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void SkipWithoutPython()
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("python3", ["-c", ""]));
            process!.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on the path.");
        }
    }
}
