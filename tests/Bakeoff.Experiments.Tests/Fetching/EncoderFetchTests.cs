using System.Security.Cryptography;
using System.Text.Json;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Corpora.Tests.Downloading;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Storage;
using Bakeoff.Experiments.Fetching;
using Bakeoff.Options.Files;
using Bakeoff.Testing;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Experiments.Tests.Fetching;

/// <summary>Fetching from a server on this machine that answers as the hub does, or worse.</summary>
public sealed class EncoderFetchTests : IAsyncLifetime
{
    private const string Commit = "0b5b8e868dd84f03fd87d01f9c4ff0f080fecfe8";
    private const string Weights = "model.safetensors";

    private readonly ScratchFolder _scratch = new();
    private readonly List<string> _notes = [];
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Run_Hub_LeavesAnEncoderWithItsSource()
    {
        await using var storage = await LocalServer.StartAsync();
        Offer("wav2vec2-base");
        On(Weights, Answers.Redirect(new Uri(storage.Address, "blob").ToString()));
        storage.On("/blob", Answers.Content(Bytes("wav2vec2-base", Weights)));

        var folder = await RunAsync(token: "secret");

        folder.ShouldBe(_scratch.Full("encoders/tiny"));
        _notes.ShouldBe([$"someone/tiny at {Commit}. Licence: apache-2.0."]);
        Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["config.json", Weights, "preprocessor_config.json", "source.json"]);
        SpeechEncoder.DigestOf(folder).ShouldBe(SpeechEncoder.DigestOf(Fixture.Path("encoders/wav2vec2-base")));
        var source = EncoderSource.Read(folder)!;
        (source.Repository, source.Revision, source.Licence).ShouldBe(("someone/tiny", Commit, "apache-2.0"));
        source.Files[Weights].ShouldBe(ContentDigest.OfFile(Fixture.Path($"encoders/wav2vec2-base/{Weights}")));
        _server.Requests.Select(static request => request.Authorization).Distinct().ShouldBe(["Bearer secret"]);
        storage.Requests.ShouldHaveSingleItem().Authorization.ShouldBe("");

        (await RunAsync(token: "secret")).ShouldBe(folder);
        _notes[^1].ShouldBe("It is there already.");
        storage.Requests.Count.ShouldBe(1);

        Offer("hubert-base", commit: Commit.Replace('0', '1'));
        (await FailsAsync())
            .ShouldStartWith($"{folder}: the folder holds someone/tiny at {Commit}, expected someone/tiny at 1b5b8e868dd84f");

        File.AppendAllText(Path.Combine(folder, "config.json"), " ");
        Should.Throw<EncoderFormatException>(() => SpeechEncoder.DigestOf(folder)).Message
            .ShouldContain($"that of someone/tiny at {Commit} in source.json. Delete the folder and fetch it again, or delete source.json");
    }

    [Fact]
    public async Task Run_Shards_AreTakenWithTheirIndexAndNothingElse()
    {
        Offer("wavlm-base", extra: ["../../evil.safetensors", "model-00001-of-00002.safetensors/../../x", "pytorch_model.bin"]);

        var folder = await RunAsync();

        Directory.GetFiles(folder).Length.ShouldBe(6);
        SpeechEncoder.DigestOf(folder).ShouldBe(SpeechEncoder.DigestOf(Fixture.Path("encoders/wavlm-base")));
        _server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Run_CutOffAndStalled_GoesOnWhereItStopped()
    {
        var content = Bytes("wav2vec2-base", Weights);
        Offer("wav2vec2-base");
        On(Weights, Answers.CutOff(content, 10_000), Answers.Stall(content, 5_000), Answers.Content(content));

        await RunAsync();

        _server.Requests
            .Where(static request => request.Path.EndsWith(Weights, StringComparison.Ordinal))
            .Select(static request => request.Range)
            .ShouldBe(["", "bytes=10000-", "bytes=15000-"]);
    }

    [Fact]
    public async Task Run_Liar_IsRefusedAndLeavesNoEncoder()
    {
        var content = Bytes("wav2vec2-base", Weights);
        Offer("wav2vec2-base");
        byte[] other = [.. content];
        other[^1] ^= 1;
        On(Weights, Answers.Content(other));
        (await FailsAsync()).ShouldContain(
            $", expected {Convert.ToHexStringLower(SHA256.HashData(content))}. The file is damaged on its way");

        On(Weights, Answers.Content(content[..^1]));
        (await FailsAsync()).ShouldContain($"file has {content.Length - 1} bytes, expected {content.Length}.");

        On(Weights, Answers.Content([.. content, 0]));
        (await FailsAsync()).ShouldContain($"file has {content.Length + 1} or more bytes, expected {content.Length}.");
        Directory.Exists(_scratch.Full("encoders/tiny")).ShouldBeFalse();

        On(Weights, Answers.Content(content));
        (await RunAsync()).ShouldBe(_scratch.Full("encoders/tiny"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Run_Refused_NamesTokenConsentMirrorAndCache(int status)
    {
        _server.On($"/api/models/someone/tiny/revision/main?blobs=true", Answers.Status(status, "Repository not found"));

        var message = await FailsAsync();

        message.ShouldContain($"answered {status} ('Repository not found')");
        message.ShouldEndWith(
            $"Check the name. A private or gated repository wants HF_TOKEN and, once, your consent at {_server.Address}someone/tiny; "
                + "HF_ENDPOINT names a mirror; without network, --offline takes what the hub's cache (HF_HOME) has.");
    }

    [Fact]
    public async Task Run_NoHubThere_SaysSoAfterItsTries()
    {
        var address = _server.Address;
        await _server.DisposeAsync();

        (await FailsAsync(address)).ShouldContain("127.0.0.1 cannot be reached: ");
    }

    [Theory]
    [InlineData("{}", "answer is not the list of files that this service documents")]
    [InlineData("""{"sha":"../../../x","siblings":[]}""", "'sha' is no commit of 40 hexadecimal digits")]
    [InlineData("""{"sha":"0b5b8e868dd84f03fd87d01f9c4ff0f080fecfe8","siblings":[{"rfilename":"pytorch_model.bin"}]}""",
        "someone/tiny has no model.safetensors; it has pytorch_model.bin. Look among the repository's discussions for a conversion")]
    [InlineData("""{"sha":"0b5b8e868dd84f03fd87d01f9c4ff0f080fecfe8","siblings":[{"rfilename":"m","lfs":{"sha256":"12"}}]}""",
        "'sha256' is '12'")]
    public async Task Run_AnswerThatIsNone_IsRefused(string answer, string message)
    {
        _server.On("/api/models/someone/tiny/revision/main?blobs=true", Answers.Json(answer));

        (await FailsAsync()).ShouldContain(message);
    }

    [Fact]
    public async Task Run_UnknownArchitecture_IsRefusedBeforeItsWeightsAreFetched()
    {
        Offer("wav2vec2-base", config: """{"model_type": "bert"}""");

        await Should.ThrowAsync<EncoderFormatException>(RunAsync());

        _server.Requests.ShouldNotContain(static request => request.Path.EndsWith(Weights, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../evil", null)]
    [InlineData("a/b/c", null)]
    [InlineData("someone/tiny", "../evil")]
    [InlineData("someone/tiny", ".hidden")]
    public async Task Run_NamesThatLeadElsewhere_AreRefused(string repository, string? name)
    {
        await Should.ThrowAsync<DatasetException>(RunAsync(repository: repository, name: name));

        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Offline_TakesTheHubsCacheAndVerifiesIt()
    {
        (await FailsAsync(isOffline: true)).ShouldContain("the cache has no someone/tiny at main. Fetch it without --offline");
        var digest = ContentDigest.OfFile(Fixture.Path($"encoders/wav2vec2-base/{Weights}"));
        var blob = _scratch.Full($"hub/models--someone--tiny/blobs/{digest}");
        _scratch.Bytes(Path.GetRelativePath(_scratch.Root, blob), Bytes("wav2vec2-base", Weights));
        _scratch.Bytes("hub/models--someone--tiny/refs/main", System.Text.Encoding.ASCII.GetBytes(Commit));
        var snapshot = $"hub/models--someone--tiny/snapshots/{Commit}";
        foreach (var file in new[] { "config.json", "preprocessor_config.json" })
        {
            _scratch.Bytes($"{snapshot}/{file}", Bytes("wav2vec2-base", file));
        }

        File.CreateSymbolicLink(_scratch.Full($"{snapshot}/{Weights}"), blob);

        var folder = await RunAsync(isOffline: true);

        SpeechEncoder.DigestOf(folder).ShouldBe(SpeechEncoder.DigestOf(Fixture.Path("encoders/wav2vec2-base")));
        _notes[^1].ShouldBe($"someone/tiny at {Commit}. Licence: see {_server.Address}someone/tiny.");
        _server.Requests.ShouldBeEmpty();

        Directory.Delete(folder, recursive: true);
        File.AppendAllText(blob, "x");
        (await FailsAsync(isOffline: true)).ShouldEndWith("the name of its blob. The cache is damaged; fetch it without --offline.");
    }

    [Fact]
    public void Find_Environment_IsReadAsTheHubsToolsDo()
    {
        var none = HubOptions.Find(static _ => null, _scratch.Root);
        (none.Endpoint.ToString(), none.Token, none.CacheFolder)
            .ShouldBe(("https://huggingface.co/", null, _scratch.Full(".cache/huggingface/hub")));
        _scratch.Bytes("home/token", "t\n"u8.ToArray());
        var home = _scratch.Full("home");
        var set = HubOptions.Find(
            name => name switch { "HF_HOME" => home, "HF_ENDPOINT" => "https://mirror.example/hf/", _ => null }, _scratch.Root);
        (set.Endpoint.ToString(), set.Token, set.CacheFolder).ShouldBe(("https://mirror.example/hf/", "t", Path.Combine(home, "hub")));
        Should.Throw<DatasetException>(() => HubOptions.Find(static name => name == "HF_ENDPOINT" ? "mirror" : null, _scratch.Root))
            .Message.ShouldBe(
                "HF_ENDPOINT is 'mirror', expected an address with http or https. Correct the environment variable, or unset it.");
    }

    private static byte[] Bytes(string encoder, string file) => File.ReadAllBytes(Fixture.Path($"encoders/{encoder}/{file}"));

    private void On(string file, params Func<HttpContext, Task>[] answers) => _server.On($"/someone/tiny/resolve/{Commit}/{file}", answers);

    private void Offer(string encoder, string commit = Commit, string[]? extra = null, string? config = null)
    {
        var files = Directory.GetFiles(Fixture.Path($"encoders/{encoder}"))
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name != "states.npy")
            .ToDictionary(static name => name, name => name == "config.json" && config is not null
                ? System.Text.Encoding.UTF8.GetBytes(config)
                : Bytes(encoder, name), StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            _server.On($"/someone/tiny/resolve/{commit}/{name}", Answers.Content(content));
        }

        var siblings = files.Select(static file => new
        {
            rfilename = file.Key,
            size = file.Value.Length,
            lfs = file.Key.EndsWith(".safetensors", StringComparison.Ordinal)
                ? new { sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Value)) }
                : null,
        });
        var others = (extra ?? []).Select(static name => new { rfilename = name, size = 1 });
        var answer = new
        {
            sha = commit,
            tags = new[] { "pytorch", "license:apache-2.0" },
            siblings = siblings.Concat<object>(others),
        };
        _server.On("/api/models/someone/tiny/revision/main?blobs=true", Answers.Json(JsonSerializer.Serialize(answer)));
    }

    private Task<string> RunAsync(
        string? token = null, string repository = "someone/tiny", string? name = null, bool isOffline = false, Uri? endpoint = null) =>
        new EncoderFetch
        {
            Repository = repository,
            Name = name,
            IsOffline = isOffline,
            Hub = new HubOptions(endpoint ?? _server.Address, token, _scratch.Full("hub")),
            Downloads = new DownloadOptions
            {
                Attempts = 2,
                FirstDelay = TimeSpan.FromMilliseconds(1),
                StallTimeout = TimeSpan.FromMilliseconds(700),
            },
        }.RunAsync(_scratch.Full("encoders"), _notes.Add, progress: null, TestContext.Current.CancellationToken);

    private async Task<string> FailsAsync(Uri? endpoint = null, bool isOffline = false) =>
        (await Should.ThrowAsync<DatasetException>(RunAsync(isOffline: isOffline, endpoint: endpoint))).Message;
}
