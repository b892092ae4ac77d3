using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Running;

public sealed class UiTests : IDisposable
{
    /// <summary>
    /// Prints a version, and notes how its server and its migration are started; the server stays until it is told to stop.
    /// </summary>
    private const string StandIn = """
        #!/bin/sh
        case "$*" in *--version*) echo "mlflow, version $STAND_IN_VERSION"; exit 0;; esac
        echo "${0##*/} $* MLFLOW_ALLOW_FILE_STORE=$MLFLOW_ALLOW_FILE_STORE" >> "$STAND_IN_LOG"
        case "$*" in *migrate-filestore*) : > "${5#sqlite:///}"; exit 0;; esac
        exec sleep "${STAND_IN_SECONDS:-0}"

        """;

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    private string Log => Path.Combine(_project.Root, "stand-in.log");

    private string Folder => Path.Combine(_project.Root, "mlruns");

    [Fact]
    public void Ui_NoRuns_SaysHowToMakeOne()
    {
        var (exitCode, _, error) = _project.Run("ui", "--no-browser");
        exitCode.ShouldBe(2);
        error.ShouldBe(
            $"ui: there are no runs yet in {Folder}, expected some. Make one with 'bakeoff report', or name a server in "
                + $"MLFLOW_TRACKING_URI.\n",
            StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void Ui_NoMlflow_ShowsHowToGetItAndOpensTheComparison()
    {
        SkipOnWindows();
        _project.Succeed("report", "-e", "tiny");
        MakeStandIn("xdg-open");
        var (exitCode, output, error) = _project.Run(Environment(version: "none"), "ui");
        exitCode.ShouldBe(0, error);
        var page = Path.Combine(_project.Root, "artifacts", "experiments", "comparison.html");
        output.ShouldContain("ui: there is no MLflow on this computer.");
        output.ShouldContain("pip install mlflow");
        output.ShouldEndWith($"{page}\n");
        File.Exists(page).ShouldBeTrue();
        WaitForLog().ShouldStartWith($"xdg-open {page} ");
    }

    [Theory]
    [InlineData("mlflow", "2.10.3", "mlflow ui --backend-store-uri {0} --host 127.0.0.1 --port {1} MLFLOW_ALLOW_FILE_STORE=")]
    [InlineData("mlflow", "3.11.1", "mlflow ui --backend-store-uri {0} --host 127.0.0.1 --port {1} MLFLOW_ALLOW_FILE_STORE=true")]
    [InlineData("uvx", "3.11.1", "uvx mlflow ui --backend-store-uri {0} --host 127.0.0.1 --port {1} MLFLOW_ALLOW_FILE_STORE=true")]
    [InlineData("pipx", "3.11.1", "pipx run mlflow ui --backend-store-uri {0} --host 127.0.0.1 --port {1} MLFLOW_ALLOW_FILE_STORE=true")]
    public void Ui_MlflowFound_IsStartedAsItNeeds(string program, string version, string expected)
    {
        SkipOnWindows();
        Directory.CreateDirectory(Folder);
        MakeStandIn(program);
        var port = FreePort();

        // The stand-in ends at once, as a server does that cannot start.
        var (exitCode, output, error) = _project.Run(Environment(version), "ui", "--folder", "--no-browser", $"--port={port}");
        exitCode.ShouldBe(2, output);
        error.ShouldContain($"ui: MLflow's server at http://127.0.0.1:{port} did not start");
        File.ReadAllText(Log).ShouldBe(string.Format(CultureInfo.InvariantCulture, expected, Folder, port) + "\n");
    }

    [Fact]
    public void Ui_Mlflow3_ShowsACopyInSqliteAsLongAsTheFolderStaysTheSame()
    {
        SkipOnWindows();
        _project.Write("mlruns/0/meta.yaml", "name: Default\n");
        MakeStandIn("mlflow");
        var port = FreePort();
        var environment = Environment("3.11.1");
        string Database() => Directory.GetFiles(Path.Combine(_project.Root, "artifacts", "cache"), "mlflow-*.db").ShouldHaveSingleItem();
        string[] Run()
        {
            File.Delete(Log);
            _project.Run(environment, "ui", "--no-browser", $"--port={port}");
            return File.ReadAllLines(Log);
        }

        var first = Run();
        var database = Database();
        first.ShouldBe([
            $"mlflow migrate-filestore --source {Folder} --target sqlite:///{database}.new MLFLOW_ALLOW_FILE_STORE=true",
            $"mlflow ui --backend-store-uri sqlite:///{database} --host 127.0.0.1 --port {port} MLFLOW_ALLOW_FILE_STORE=true",
        ]);
        Run().ShouldBe([first[1]], "nothing changed since");
        File.SetLastWriteTimeUtc(Path.Combine(Folder, "0", "meta.yaml"), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        Run().Length.ShouldBe(2);
        Database().ShouldNotBe(database);
    }

    [Fact]
    public async Task Ui_ServerAnswers_PrintsTheExperimentsPageAndEndsItsServer()
    {
        Signals.SkipWithoutInterrupt();
        Directory.CreateDirectory(Folder);
        MakeStandIn("mlflow");
        var port = FreePort();
        var environment = Environment("3.11.1");
        environment["STAND_IN_SECONDS"] = "600";
        using var process = _project.Start(environment, "ui", "tiny", "--folder", "--no-browser", $"--port={port}");
        WaitForLog();
        using var server = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        server.Start();
        var answering = AnswerAsync(server);
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(
            $"ui: mlflow 3.11 on {Folder}; Ctrl-C ends it");
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(
            $"http://127.0.0.1:{port}/#/experiments/7/runs");
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])!)
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Its output ends only once its server, which holds it open too, has ended.
        await process
            .StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
        server.Stop();
        await answering;
    }

    [Fact]
    public async Task Ui_ServerInTheEnvironment_NeedsNoMlflowHere()
    {
        var port = FreePort();
        using var server = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        server.Start();
        var answering = AnswerAsync(server);
        var environment = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = $"http://127.0.0.1:{port}/" };
        var (exitCode, output, error) = await Task.Run(
            () => _project.Run(environment, "ui", "tiny", "--no-browser"),
            TestContext.Current.CancellationToken);
        exitCode.ShouldBe(0, error);
        output.Trim().ShouldBe($"http://127.0.0.1:{port}/#/experiments/7/runs");
        server.Stop();
        await answering;
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins for MLflow are shell scripts.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Answers as a server with one experiment, until it is stopped.</summary>
    private static async Task AnswerAsync(HttpListener server)
    {
        while (server.IsListening)
        {
            try
            {
                var context = await server.GetContextAsync();
                var body =
                    context.Request.Url!.AbsolutePath == "/health"
                        ? "OK"
                        : """{"experiment": {"experiment_id": "7", "name": "tiny", "lifecycle_stage": "active"}}""";
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void MakeStandIn(string program)
    {
        var path = Path.Combine(_project.Root, "bin", program);
        _project.Write(Path.Combine("bin", program), StandIn);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A PATH with the stand-ins and what they need, so that an MLflow of this computer is not found.</summary>
    private Dictionary<string, string> Environment(string version)
    {
        var tools = Path.Combine(_project.Root, "tools");
        Directory.CreateDirectory(tools);
        foreach (var tool in new[] { "dotnet", "sh", "sleep", "git" })
        {
            var found = (System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
                .Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, tool))
                .FirstOrDefault(File.Exists);
            if (found is not null && !File.Exists(Path.Combine(tools, tool)))
            {
                File.CreateSymbolicLink(Path.Combine(tools, tool), found);
            }
        }

        return new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.Combine(_project.Root, "bin")}{Path.PathSeparator}{tools}",
            ["STAND_IN_LOG"] = Log,
            ["STAND_IN_VERSION"] = version,
        };
    }

    private string WaitForLog()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(1); Thread.Sleep(20))
        {
            if (File.Exists(Log) && File.ReadAllText(Log) is { Length: > 0 } text)
            {
                return text;
            }
        }

        throw new TimeoutException($"{Log} was not written within a minute.");
    }
}
