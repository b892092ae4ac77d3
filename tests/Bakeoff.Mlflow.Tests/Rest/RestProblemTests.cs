using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Runs;
using Bakeoff.Mlflow.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>Reasons why a server cannot be used, each named within one time limit; and answers that are repeated.</summary>
public sealed class RestProblemTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(
        401,
        "text/plain",
        "You are not authenticated.",
        MlflowErrorCodes.Unauthenticated,
        "answered 401 (You are not authenticated). Give name and password or a token "
            + "(MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN).")]
    [InlineData(
        403,
        "text/plain",
        "Invalid Host header",
        MlflowErrorCodes.PermissionDenied,
        "answered 403 (Invalid Host header). Ask for permission; if the server refuses the host name, start it with --allowed-hosts.")]
    [InlineData(
        404,
        "text/html",
        "<html>Not found</html>",
        MlflowErrorCodes.EndpointNotFound,
        "answered 404 (a page in HTML). Check the address; the server may be of another MLflow version.")]
    [InlineData(
        500,
        "text/html",
        "<html>Internal Server Error</html>",
        MlflowErrorCodes.InternalError,
        "answered 500 (a page in HTML). See the server's log.")]
    [InlineData(
        500,
        "application/json",
        """{"error_code":"INTERNAL_ERROR","message":"(sqlite3.OperationalError) database or disk is full"}""",
        MlflowErrorCodes.DiskFull,
        "answered 500 ((sqlite3.OperationalError) database or disk is full). Free some space on the server's disk.")]
    [InlineData(
        200,
        "text/html",
        "<html>Sign in</html>",
        MlflowErrorCodes.NotMlflow,
        "answered 200 without MLflow's JSON (a page in HTML). Check that the address is an MLflow server and not a sign-in page or "
            + "another program.")]
    [InlineData(
        302,
        "text/html",
        "",
        MlflowErrorCodes.NotMlflow,
        "answered 302 (a redirect to /login). If that is the server's address, use it; "
            + "if it is a sign-in page, give credentials that the server takes from programs.")]
    public async Task Check_RefusingServer_NamesTheReason(int status, string type, string body, string code, string message)
    {
        await using WebApplication server = await StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = "/login?token=secret";
            await context.Response.WriteAsync(body);
        });

        StoreCheck check = await CheckAsync(AddressOf(server));

        check.IsUsable.ShouldBeFalse();
        check.Problem!.ErrorCode.ShouldBe(code);
        check.Problem.Message.ShouldBe($"MLflow {AddressOf(server)}, experiments/search: {message}");
    }

    [Fact]
    public async Task Check_HangingServer_EndsAtTheLimit()
    {
        await using WebApplication server = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using IMlflowStore store = MlflowStore.Open(AddressOf(server));
        var watch = Stopwatch.StartNew();

        StoreCheck check = await store.CheckAsync(TimeSpan.FromMilliseconds(300));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        check.Problem!.ErrorCode.ShouldBe(MlflowErrorCodes.Unreachable);
        check.Problem.Message.ShouldBe($"MLflow {AddressOf(server)}: no answer in 0.3 s. Check the address and whether the server runs.");
    }

    [Fact]
    public async Task StartRun_ResumeOnHangingServer_EndsAtTheStartTimeout()
    {
        await using WebApplication server = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using IMlflowStore store = MlflowStore.Open(
            AddressOf(server),
            new MlflowStoreOptions { JournalFolder = _folder.Combine("journal") });
        var options = new RunOptions
        {
            ResumeRunId = new string('0', 32),
            StartTimeout = TimeSpan.FromMilliseconds(300),
            EndOnSignals = false,
        };

        var exception = await Should.ThrowAsync<MlflowException>(store.StartRunAsync(options));

        exception.IsTransient.ShouldBeTrue();
        exception.Message.ShouldContain("no answer in 0.3 s. Check whether the server runs.");
    }

    [Fact]
    public async Task Check_NothingListens_SaysSo()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        StoreCheck check = await CheckAsync(FormattableString.Invariant($"http://127.0.0.1:{port}"));

        check.Problem!.ErrorCode.ShouldBe(MlflowErrorCodes.Unreachable);
        check.Problem.Message.ShouldEndWith(
            "nothing listens at this address (connection refused). Check host and port, and whether the server runs.");
    }

    [Fact]
    public async Task Check_HttpsToAnHttpServer_NamesTheConnection()
    {
        await using StrictServer server = await StrictServer.StartAsync();

        StoreCheck check = await CheckAsync(server.Address.Replace("http:", "https:", StringComparison.Ordinal));

        check.Problem!.ErrorCode.ShouldBe(MlflowErrorCodes.CertificateNotTrusted);
        check.Problem.Message.ShouldContain("no secure connection");
        check.Problem.Message.ShouldContain("Check whether the server speaks https");
    }

    [Theory]
    [InlineData("Sat, 01 Jan 2028 00:00:30 GMT", "Sat, 01 Jan 2028 00:00:10 GMT", 20)]
    [InlineData("7", null, 7)]
    public async Task Error_RetryAfter_IsReadAsSecondsOrDate(string retryAfter, string? date, int seconds)
    {
        await using WebApplication server = await StartAsync(async context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
            if (date is not null)
            {
                context.Response.Headers.Date = date;
            }

            await context.Response.WriteAsync("");
        });

        (await CheckAsync(AddressOf(server))).Problem!.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task LogInputs_UniquenessErrorOfMlflow3_IsRepeated()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(new StrictState { Major = 3, InputClashes = 2 });
        await using IMlflowStore store = MlflowStore.Open(server.Address, new MlflowStoreOptions { MaxRetries = 0 });
        Experiment experiment = await store.GetOrCreateExperimentAsync("clash");
        Run run = await store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId });
        var input = new DatasetInput
        {
            Dataset = new Dataset
            {
                Name = "tess",
                Digest = "d",
                SourceType = "local",
                Source = "{}",
            },
        };

        await store.LogInputsAsync(run.Info.RunId, [input]);

        (await store.GetRunAsync(run.Info.RunId)).Inputs.ShouldHaveSingleItem().Dataset.Name.ShouldBe("tess");
        server.Calls.Count(call => call == "runs/log-inputs").ShouldBe(3);
        server.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteArtifact_LargeFileToCloudRoot_GoesToThePresignedAddress()
    {
        await using StrictServer storage = await StrictServer.StartAsync();
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(
            new StrictState
            {
                Major = 3,
                ArtifactRoot = "s3://bucket/",
                PresignedStorage = storage.Address,
            });
        server.Authorization = "Bearer t0ken";
        await using IMlflowStore store = MlflowStore.Open(
            server.Address,
            new MlflowStoreOptions { MaxRetries = 0, Credentials = MlflowCredentials.Bearer("t0ken") });
        Experiment experiment = await store.GetOrCreateExperimentAsync("large");
        Run run = await store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId });
        byte[] bytes = new byte[(10 << 20) + 1];
        bytes[^1] = 7;

        await store.WriteArtifactAsync(run.Info.RunId, "model/weights.bin", new MemoryStream(bytes));

        storage.State.Artifacts.ShouldHaveSingleItem().Value.ShouldBe(bytes);
        storage.Violations.ShouldBeEmpty();
        server.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteArtifact_LargeFileWithoutPresignedUpload_SaysWhatToDo()
    {
        await using StrictServer server = await StrictServer.StartAsync();
        server.Reset(new StrictState { Major = 3, ArtifactRoot = "s3://user:pw@bucket/" });
        await using IMlflowStore store = MlflowStore.Open(server.Address, new MlflowStoreOptions { MaxRetries = 0 });
        Experiment experiment = await store.GetOrCreateExperimentAsync("large");
        Run run = await store.CreateRunAsync(new NewRun { ExperimentId = experiment.ExperimentId });

        var exception = await Should.ThrowAsync<MlflowException>(
            store.WriteArtifactAsync(run.Info.RunId, "weights.bin", new MemoryStream(new byte[(10 << 20) + 1])));

        exception.Message.ShouldContain("'weights.bin' is 10485761 bytes, expected 1 to 10485760 bytes");
        exception.Message.ShouldEndWith(
            "Start the server with --serve-artifacts and without --default-artifact-root, or update it to MLflow 3.11.");
        exception.Message.ShouldNotContain("pw");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<StoreCheck> CheckAsync(string address)
    {
        // Retries must not happen: with these settings one would take longer than the test.
        await using IMlflowStore store = MlflowStore.Open(
            address,
            new MlflowStoreOptions
            {
                MaxRetries = 10,
                BackoffFactorSeconds = 100,
                Proxy = new WebProxy(),
            });
        return await store.CheckAsync(Limit);
    }

    private static string AddressOf(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
