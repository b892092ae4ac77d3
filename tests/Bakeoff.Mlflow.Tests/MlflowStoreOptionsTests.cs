using Bakeoff.Mlflow.Rest;
using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.Tests;

/// <summary>Environment variables, credentials file and URI forms.</summary>
public sealed class MlflowStoreOptionsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    [Fact]
    public void FromEnvironment_AllSet_IsRead()
    {
        MlflowStoreOptions options = Read(
            new()
            {
                ["MLFLOW_TRACKING_URI"] = "https://mlflow.example/prefix",
                ["MLFLOW_TRACKING_TOKEN"] = "t0ken",
                ["MLFLOW_WORKSPACE"] = "team",
                ["MLFLOW_TRACKING_SERVER_CERT_PATH"] = "/ca.pem",
                ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "7.5",
                ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "3",
            });

        options.ShouldSatisfyAllConditions(
            o => o.TrackingUri.ShouldBe("https://mlflow.example/prefix"),
            o => o.Credentials!.ToString().ShouldBe("credentials (token, hidden)"),
            o => o.Workspace.ShouldBe("team"),
            o => o.ServerCertificatePath.ShouldBe("/ca.pem"),
            o => o.RequestTimeout.ShouldBe(TimeSpan.FromSeconds(7.5)),
            o => o.MaxRetries.ShouldBe(3),
            o => o.ToString().ShouldNotContain("t0ken"));
    }

    [Fact]
    public void FromEnvironment_NothingSet_IsTheDefault() => Read([]).ShouldBe(new MlflowStoreOptions());

    [Fact]
    public void FromEnvironment_NameAndPasswordBesideToken_Win()
    {
        MlflowStoreOptions options = Read(
            new()
            {
                ["MLFLOW_TRACKING_USERNAME"] = "eva",
                ["MLFLOW_TRACKING_PASSWORD"] = "p",
                ["MLFLOW_TRACKING_TOKEN"] = "t",
            });

        options.Credentials!.ToString().ShouldBe("credentials (name and password, hidden)");
    }

    [Fact]
    public void FromEnvironment_CredentialsFile_IsReadBelowItsSection()
    {
        Directory.CreateDirectory(_home.Combine(".mlflow"));
        File.WriteAllText(
            _home.Combine(".mlflow", "credentials"),
            "[other]\nmlflow_tracking_username = no\n[mlflow]\nmlflow_tracking_username = eva\nmlflow_tracking_password = a=b\n");

        Read(new() { ["HOME"] = _home.FullPath }).Credentials.ShouldNotBeNull();
        Read([]).Credentials.ShouldBeNull();
    }

    [Theory]
    [InlineData(
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES",
        "11",
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES is '11', expected a number from 0 to 10. Correct or unset it.")]
    [InlineData(
        "MLFLOW_HTTP_REQUEST_TIMEOUT",
        "7,5 s",
        "MLFLOW_HTTP_REQUEST_TIMEOUT is '7,5 s', expected a number from 0.001 to 86400. Correct or unset it.")]
    public void FromEnvironment_BadNumber_Throws(string name, string value, string message) =>
        Should.Throw<MlflowException>(() => Read(new() { [name] = value })).Message.ShouldBe(message);

    [Fact]
    public void FromEnvironment_InsecureWithCertificate_Throws() =>
        Should
            .Throw<MlflowException>(() =>
                Read(new() { ["MLFLOW_TRACKING_INSECURE_TLS"] = "true", ["MLFLOW_TRACKING_SERVER_CERT_PATH"] = "x" }))
            .Message.ShouldContain("are both set, expected one of them");

    [Theory]
    [InlineData("http://localhost:5000/", "http://localhost:5000")]
    [InlineData("https://eva:p%40ss@mlflow.example/team/a/", "https://mlflow.example/team/a")]
    public async Task Open_ServerAddress_IsCleaned(string uri, string expected)
    {
        await using IMlflowStore store = MlflowStore.Open(uri);

        store.TrackingUri.ShouldBe(expected);
        store.Options.ToString().ShouldNotContain("p%40ss");
    }

    [Theory]
    [InlineData("mlruns")]
    [InlineData("file:mlruns")]
    public async Task Open_RelativeFolder_CountsFromTheCurrentFolder(string uri)
    {
        await using IMlflowStore store = MlflowStore.Open(uri);

        store.TrackingUri.ShouldBe(Path.GetFullPath("mlruns"));
    }

    [Fact]
    public async Task Open_FileUri_KeepsSpacesAndLetters()
    {
        await using IMlflowStore store = MlflowStore.Open(new Uri(_home.Combine("ml runs")).AbsoluteUri);

        store.TrackingUri.ShouldBe(_home.Combine("ml runs"));
    }

    [Theory]
    [InlineData("run 12:30")]
    [InlineData("a:b")]
    [InlineData("100 % #1 ?")]
    [InlineData("x%20y")]
    [InlineData("plus+quote'\"")]
    [InlineData("-früh 🎉")]
    public async Task Open_AnyName_IsTheFolderOfThatName(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take these names.");
        string folder = Directory.CreateDirectory(_home.Combine(name)).FullName;
        string escaped = "file://" + string.Join('/', folder.Split('/').Select(Uri.EscapeDataString));
        string path = escaped["file://".Length..];
        foreach (string uri in (string[])[folder, escaped, "file://localhost" + path, "file:" + path])
        {
            await using IMlflowStore store = MlflowStore.Open(uri);
            store.TrackingUri.ShouldBe(folder, uri);
            await using IMlflowStore again = MlflowStore.Open(store.TrackingUri);
            again.TrackingUri.ShouldBe(folder);
        }
    }

    [Fact]
    public async Task Open_FileUriThatIsNotEscaped_IsTakenAsItStands()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take this name.");
        await using IMlflowStore store = MlflowStore.Open("file://" + _home.Combine("a:b #1?"));

        store.TrackingUri.ShouldBe(_home.Combine("a:b #1?"));
    }

    [Fact]
    public async Task Open_RelativeNameWithColon_IsAFolderAfterDotSlash()
    {
        await using IMlflowStore store = MlflowStore.Open("./runs:5");

        store.TrackingUri.ShouldBe(Path.GetFullPath("runs:5"));
    }

    [Theory]
    [InlineData(
        "C:\\mlruns",
        "MLflow tracking URI: folder is 'C:\\mlruns', expected a path of this computer. "
            + "Paths with a drive belong to Windows; write one with slashes.")]
    [InlineData(
        "file://mlruns/a",
        "MLflow tracking URI: folder is 'file://mlruns/a', a folder of the computer 'mlruns', expected one of this computer. "
            + "Write three slashes before a full path (file:///mlruns/a), or a plain path (mlruns/a).")]
    public void Open_FolderOfAnotherComputer_IsRefused(string uri, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has drives and other computers' folders.");
        Should.Throw<MlflowException>(() => MlflowStore.Open(uri)).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData(
        "sqlite:///mlflow.db",
        "MLflow tracking URI: scheme is 'sqlite:', expected http:, https:, file: or a path. Start an MLflow server on that database "
            + "and give its address.")]
    [InlineData(
        "databricks",
        "MLflow tracking URI: scheme is 'databricks:', expected http:, https:, file: or a path. "
            + "Give the workspace's https address, and its token as credentials.")]
    [InlineData("http://", "MLflow tracking URI: not a valid address, expected http://HOST:PORT/PREFIX. Correct it.")]
    [InlineData(
        "htp://localhost:5000",
        "MLflow tracking URI: scheme is 'htp:', expected http:, https:, file: or a path. Did you mean 'http:'?")]
    [InlineData(
        "htpts://mlflow.example",
        "MLflow tracking URI: scheme is 'htpts:', expected http:, https:, file: or a path. Did you mean 'https:'?")]
    [InlineData(
        "localhost:5000",
        "MLflow tracking URI: scheme is 'localhost:', expected http:, https:, file: or a path. Put http:// in front of the name of a "
            + "server, or ./ in front of that of a folder.")]
    [InlineData(
        "s3://bucket",
        "MLflow tracking URI: scheme is 's3:', expected http:, https:, file: or a path. Give the address of an MLflow server.")]
    public void Open_OtherKinds_AreRefused(string uri, string message) =>
        Should.Throw<MlflowException>(() => MlflowStore.Open(uri)).Message.ShouldBe(message);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("https://eva:p@ss@mlflow.example/team", "https://mlflow.example/team")]
    [InlineData("http://localhost:5000", "http://localhost:5000")]
    [InlineData("mlruns@home", "mlruns@home")]
    public void ToString_TrackingUri_ShowsNoPassword(string uri, string shown)
    {
        var options = Read(new() { ["MLFLOW_TRACKING_URI"] = uri });

        options.ToString().ShouldContain($"TrackingUri = {shown},");
        options.ToString().ShouldNotContain("p@ss");
    }

    [Fact]
    public void RunOptionsFromEnvironment_AllSet_IsRead()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MLFLOW_EXPERIMENT_ID"] = "7",
            ["MLFLOW_RUN_ID"] = "abc",
            ["MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING"] = "true",
            ["MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL"] = "2.5",
        };

        RunOptions
            .FromEnvironment(variables.GetValueOrDefault)
            .ShouldSatisfyAllConditions(
                o => o.ExperimentId.ShouldBe("7"),
                o => o.ResumeRunId.ShouldBe("abc"),
                o => o.SystemMetricsInterval.ShouldBe(TimeSpan.FromSeconds(2.5)));
        variables["MLFLOW_EXPERIMENT_NAME"] = "ser";
        RunOptions
            .FromEnvironment(variables.GetValueOrDefault)
            .ShouldSatisfyAllConditions(o => o.ExperimentName.ShouldBe("ser"), o => o.ExperimentId.ShouldBeNull());
        RunOptions.FromEnvironment(_ => null).ShouldBe(new RunOptions());
    }

    [Theory]
    [InlineData("none.pem", "cannot be used (Could not find file")]
    [InlineData("empty.pem", "cannot be used, expected certificates of the authorities to trust, in PEM. Correct the path or the file.")]
    public void Open_BadServerCertificateFile_IsRefused(string file, string message)
    {
        File.WriteAllText(_home.Combine("empty.pem"), "no certificate here\n");

        Should
            .Throw<MlflowException>(() =>
                MlflowStore.Open("https://mlflow.example", new MlflowStoreOptions { ServerCertificatePath = _home.Combine(file) }))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void Open_ClientCertificateWithoutKey_IsRefused()
    {
        File.WriteAllText(_home.Combine("client.pem"), "");

        Should
            .Throw<MlflowException>(() =>
                MlflowStore.Open("https://mlflow.example", new MlflowStoreOptions { ClientCertificatePath = _home.Combine("client.pem") }))
            .Message.ShouldStartWith(
                $"MLFLOW_TRACKING_CLIENT_CERT_PATH (ClientCertificatePath): {_home.Combine("client.pem")} cannot be used (");
    }

    private static MlflowStoreOptions Read(Dictionary<string, string> variables) =>
        MlflowStoreOptions.FromEnvironment(variables.GetValueOrDefault);
}
