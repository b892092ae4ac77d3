using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Corpora.Sources;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Downloading;

public sealed class CorpusDownloaderTests : IAsyncLifetime
{
    private static readonly byte[] Archive = MakeArchive(1);
    private static readonly byte[] OtherArchive = MakeArchive(2);
    private static readonly string Digest = Sha256(Archive);

    private readonly ScratchFolder _scratch = new();
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Download_GoodServer_UnpacksVerifiedArchive()
    {
        _server.On("/a.zip", Answers.Content(Archive));
        var notes = new List<string>();
        var progress = new List<AcquisitionProgress>();

        var corpus = await Download(Url("a.zip", Digest), notes, new Listener(progress));

        Check(corpus);
        notes.ShouldBe(["Test corpus. Licence: none. Cite: nobody.", $"Fetching test from {_server.Address}a.zip."]);
        progress.ShouldContain(report => report.BytesDone == Archive.Length && report.ByteCount == Archive.Length);
    }

    [Fact]
    public async Task Download_SecondRun_AsksNothingAgain()
    {
        _server.On("/a.zip", Answers.Content(Archive));
        await Download(Url("a.zip", Digest));
        Directory.Delete(_scratch.Full("target"), recursive: true);

        Check(await Download(Url("a.zip", Digest)));

        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Download_CutOff_ResumesWithTheValidator()
    {
        _server.On("/a.zip", Answers.CutOff(Archive, 1000), Answers.CutOff(Archive, 500), Answers.Content(Archive));

        Check(await Download(Url("a.zip", Digest)));

        _server
            .Requests.Select(static request => (request.Range, request.IfRange))
            .ShouldBe([("", ""), ("bytes=1000-", "\"v1\""), ("bytes=1500-", "\"v1\"")]);
    }

    [Fact]
    public async Task Download_CutOffMoreOftenThanTries_StillGetsThere()
    {
        _server.On("/a.zip", Answers.CutOff(Archive, Archive.Length / 12));

        Check(await Download(Url("a.zip", Digest)));

        _server.Requests.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Download_InterruptedRun_IsResumedByTheNext()
    {
        using (var cancellation = new CancellationTokenSource())
        {
            _server.On("/a.zip", Answers.Stall(Archive, 2000));
            var run = Download(
                Url("a.zip", Digest),
                cancellationToken: cancellation.Token,
                options: Patient with
                {
                    StallTimeout = TimeSpan.FromSeconds(20),
                });
            var partial = _scratch.Full("downloads/test/test.zip.partial");
            var patience = Stopwatch.StartNew();
            while (!(File.Exists(partial) && new FileInfo(partial).Length == 2000) && patience.Elapsed < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(10);
            }

            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(run);
        }

        _server.On("/a.zip", Answers.Content(Archive));
        Check(await Download(Url("a.zip", Digest)));

        _server.Requests.Last().Range.ShouldBe("bytes=2000-");
    }

    [Fact]
    public async Task Download_NothingToResumeBy_StartsAgain()
    {
        _server.On("/a.zip", Answers.CutOff(Archive, 1000, etag: null), Answers.Content(Archive, etag: null));

        Check(await Download(Url("a.zip", sha256: null)));

        _server.Requests.ShouldAllBe(static request => request.Range == "");
    }

    [Fact]
    public async Task Download_ContentChangedUnderANewETag_StartsAgain()
    {
        _server.On("/a.zip", Answers.CutOff(OtherArchive, 1000, "\"v0\""), Answers.Content(Archive));

        Check(await Download(Url("a.zip", Digest)));
    }

    [Fact]
    public async Task Download_ContentChangedUnderTheSameETag_IsNoticedByTheDigest()
    {
        _server.On("/a.zip", Answers.CutOff(OtherArchive, 1000), Answers.Content(Archive));

        Check(await Download(Url("a.zip", Digest)));

        _server.Requests.Select(static request => request.Range).ShouldBe(["", "bytes=1000-", ""]);
    }

    [Fact]
    public async Task Download_LengthChangedUnderTheSameETag_StartsAgain()
    {
        _server.On("/a.zip", Answers.CutOff([.. OtherArchive, 0], 1000), Answers.Content(Archive));

        Check(await Download(Url("a.zip", sha256: null)));
    }

    [Fact]
    public async Task Download_AlreadyWhole_IsAcceptedFromStatus416()
    {
        _server.On("/a.zip", Answers.CutOff(Archive, 1000));
        await Should.ThrowAsync<DatasetException>(
            Download(Url("a.zip", Digest), options: Patient with { Attempts = 1 }, cancellationToken: default, cutAfter: 1));
        File.WriteAllBytes(_scratch.Full("downloads/test/test.zip.partial"), Archive);
        _server.On("/a.zip", Answers.Content(Archive));

        Check(await Download(Url("a.zip", Digest)));
    }

    [Fact]
    public async Task Download_Stall_ResumesAfterTheTimeout()
    {
        _server.On("/a.zip", Answers.Stall(Archive, 3000), Answers.Content(Archive));

        Check(await Download(Url("a.zip", Digest)));

        _server.Requests.Last().Range.ShouldBe("bytes=3000-");
    }

    [Fact]
    public async Task Download_TooManyRequests_WaitsAsLongAsAsked()
    {
        _server.On("/a.zip", Answers.Status(429, "slow down", retryAfter: "1"), Answers.Status(503), Answers.Content(Archive));
        var watch = Stopwatch.StartNew();

        Check(await Download(Url("a.zip", Digest)));

        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95));
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Download_RetryAfterNextWeek_GivesUp()
    {
        _server.On("/a.zip", Answers.Status(503, retryAfter: "604800"));

        await Fails(
            Url("a.zip", Digest),
            DatasetProblem.Network,
            "a.zip: answered 503 and asks to wait 604800 s, expected at most 300 s. Try again later.");
    }

    [Fact]
    public async Task Download_ServerErrorForever_GivesUpAndSaysWhatItSaid()
    {
        _server.On("/a.zip", Answers.Status(500, "database\n  is  down"));

        await Fails(
            Url("a.zip", Digest),
            DatasetProblem.Network,
            "a.zip answered 500 ('database is down'), 3 times in a row. What has come (0 bytes) is kept; run again to go on.");
    }

    [Theory]
    [InlineData(404, "answered 404 ('gone'), expected 200. Check the address, or use another source.")]
    [InlineData(
        403,
        "answered 403 ('gone'), it wants credentials or an agreement to its terms. Fetch the archive by hand and name it with "
            + "--set=dataset.source=PATH.")]
    public async Task Download_FinalRefusal_IsNotRepeated(int status, string message)
    {
        _server.On("/a.zip", Answers.Status(status, "gone"));

        await Fails(Url("a.zip", Digest), DatasetProblem.Network, message);

        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Download_PageInsteadOfArchive_SaysWhatThePageSays()
    {
        _server.On("/a.zip", Answers.Page("<html><title>Please log in</title></html>"));

        await Fails(
            Url("a.zip", sha256: null),
            DatasetProblem.Network,
            "answered with a web page ('<html><title>Please log in</title></html>'), expected a file.");
    }

    [Fact]
    public async Task Download_OtherDigest_IsRefusedAndRemoved()
    {
        _server.On("/a.zip", Answers.Content(OtherArchive));

        await Fails(
            Url("a.zip", Digest),
            DatasetProblem.Digest,
            $"a.zip: file has SHA256 {Sha256(OtherArchive)}, expected {Digest}. It is not the file that the description means");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Download_OtherLengthThanStated_IsRefused(int difference)
    {
        _server.On("/a.zip", Answers.Unbounded(Archive));

        await Fails(
            Url("a.zip", null) with
            {
                Bytes = Archive.Length + difference,
            },
            DatasetProblem.Digest,
            string.Create(CultureInfo.InvariantCulture, $" bytes, expected {Archive.Length + difference}."));
    }

    [Fact]
    public async Task Download_DamagedArchiveWithoutDigest_IsFetchedAnewNextTime()
    {
        _server.On("/a.zip", Answers.Content(Archive[..^40]));
        await Fails(Url("a.zip", null), DatasetProblem.Damaged, "It is truncated; download it again.");
        _server.On("/a.zip", Answers.Content(Archive));

        Check(await Download(Url("a.zip", null)));
    }

    [Fact]
    public async Task Download_FullDisk_SaysHowMuchIsNeeded()
    {
        _server.On("/a.zip", Answers.Content(Archive));

        (await Should.ThrowAsync<DatasetException>(Download(Url("a.zip", Digest), freeBytes: 10))).Problem.ShouldBe(DatasetProblem.NoSpace);
    }

    [Fact]
    public async Task Download_NoSuchHost_SaysThatThereIsNoNetwork()
    {
        var source = new UrlSource { Url = "http://no-such-host.invalid/a.zip" };

        await Fails(source, DatasetProblem.Network, "http://no-such-host.invalid/a.zip: ");
    }

    [Fact]
    public async Task Download_NobodyListens_SaysThatItCannotBeReached() =>
        await Fails(new UrlSource { Url = "http://127.0.0.1:1/a.zip" }, DatasetProblem.Network, "127.0.0.1 cannot be reached: ");

    [Fact]
    public async Task Download_RedirectLoop_GivesUp()
    {
        _server.On("/a.zip", Answers.Redirect("/a.zip"));

        await Fails(Url("a.zip", Digest), DatasetProblem.Network, "redirects more than 10 times, expected a file.");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/a.zip")]
    public async Task Download_RedirectElsewhereThanTheWeb_IsRefused(string address)
    {
        _server.On("/a.zip", Answers.Redirect(address));

        await Fails(
            Url("a.zip", Digest),
            DatasetProblem.Network,
            $"redirects from http to {address[..address.IndexOf(':')]}, expected https to stay https.");
    }

    [Fact]
    public async Task Download_FirstSourceFails_TakesTheNext()
    {
        _server.On("/b.zip", Answers.Content(Archive));
        var notes = new List<string>();

        Check(await Download(Describe(Url("a.zip", Digest), Url("b.zip", Digest)), notes));

        notes[2].ShouldContain("a.zip: answered 404");
    }

    [Fact]
    public async Task Download_AllSourcesFail_NamesEachReason()
    {
        var exception = await Should.ThrowAsync<DatasetException>(Download(Describe(Url("a.zip", Digest), Url("b.zip", Digest))));

        exception.Message.ShouldStartWith(
            "test: none of its 2 sources gave the recordings. Name a local archive or folder with --set=dataset.source=PATH.\n");
        exception.Message.ShouldContain("a.zip: answered 404");
        exception.Message.ShouldContain("b.zip: answered 404");
        (await Should.ThrowAsync<DatasetException>(Download(Describe()))).Message.ShouldStartWith("test: the description lists no source.");
    }

    [Fact]
    public async Task Download_Kaggle_KeepsCredentialsFromOtherHosts()
    {
        await using var storage = await LocalServer.StartAsync();
        storage.On("/bucket/archive.zip", Answers.Content(Archive));
        _server.On("/api/v1/datasets/download/someone/corpus?datasetVersionNumber=3", Answers.Redirect("/elsewhere"));
        _server.On("/elsewhere", Answers.Redirect(new Uri(storage.Address, "bucket/archive.zip").ToString(), 307));
        var kaggle = KaggleCredentials.Find(
            static name =>
                name switch
                {
                    "KAGGLE_USERNAME" => "ann",
                    "KAGGLE_KEY" => "secret",
                    _ => null,
                },
            _scratch.Root);

        Check(
            await Download(
                Describe(
                    new KaggleSource
                    {
                        Dataset = "someone/corpus",
                        Version = 3,
                        Sha256 = Digest,
                    }),
                kaggle: kaggle));

        var header = "Basic " + Convert.ToBase64String("ann:secret"u8);
        _server.Requests.Select(static request => request.Authorization).ShouldBe([header, header]);
        storage.Requests.Single().Authorization.ShouldBe("");
    }

    [Fact]
    public async Task Download_Zenodo_TakesTheNamedFilesByTheirMd5()
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(Archive));
        _server.On(
            "/api/records/7",
            Answers.Json(
                $$$$"""{"files":[{"key":"a.zip","size":{{{{Archive.Length}}}},"""
                    + $$$$""" "checksum":"md5:{{{{md5}}}}","links":{"self":"{{{{_server.Address}}}}files/a"}},"""
                    + $$$$"""{"key":"b.zip","size":1,"checksum":"md5:0","links":{"self":"{{{{_server.Address}}}}files/b"}}]}"""));
        _server.On("/files/a", Answers.Content(Archive));

        Check(await Download(Describe(new ZenodoSource { Record = 7, Files = ["a.zip"] })));

        await Fails(
            new ZenodoSource { Record = 7, Files = ["c.zip"] },
            DatasetProblem.NotFound,
            "record holds a.zip, b.zip, expected c.zip. Correct the description.",
            leavesTarget: true);
    }

    [Fact]
    public async Task Download_Dataverse_GathersFilesByTheirMd5()
    {
        var files = Enumerable
            .Range(0, 20)
            .Select(static i => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"recording {i}")))
            .ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            _server.On(
                string.Create(CultureInfo.InvariantCulture, $"/api/access/datafile/{i}"),
                i == 5 ? [Answers.Status(502), Answers.Content(files[i])] : [Answers.Content(files[i])]);
        }

        _server.On(
            "/api/datasets/:persistentId/versions/:latest-published/files?persistentId=doi%3A10.1%2FX",
            Answers.Json(
                "{\"data\":["
                    + string.Join(
                        ',',
                        files.Select(
                            (file, i) =>
                                $$$$"""{"directoryLabel":"sub","dataFile":{"id":{{{{i}}}},"filename":"{{{{i}}}}.wav","filesize":{{{{file.Length}}}},"""
                                    + $$$$""" "md5":"{{{{Convert.ToHexStringLower(MD5.HashData(file))}}}}"}}"""))
                    + ",{\"dataFile\":{\"id\":99,\"filename\":\"readme.txt\",\"filesize\":1}}]}"));

        var corpus = await Download(
            Describe(
                new DataverseSource
                {
                    Server = _server.Address.ToString(),
                    Doi = "doi:10.1/X",
                    Files = @".*\.wav",
                }));

        corpus.Folder.ShouldBe(_scratch.Full("target"));
        corpus.Files.Count.ShouldBe(20);
        File.ReadAllText(_scratch.Full("target/sub/7.wav")).ShouldBe("recording 7");
    }

    [Theory]
    [InlineData("../../escaped.wav")]
    [InlineData("/escaped.wav")]
    public async Task Download_ListingThatLeadsOutOfTheFolder_IsRefused(string name)
    {
        _server.On(
            "/api/datasets/:persistentId/versions/:latest-published/files?persistentId=doi%3A10.1%2FX",
            Answers.Json($$$$"""{"data":[{"dataFile":{"id":1,"filename":"{{{{name}}}}","filesize":1}}]}"""));

        await Fails(
            new DataverseSource { Server = _server.Address.ToString(), Doi = "doi:10.1/X" },
            DatasetProblem.Unsafe,
            $"test: 127.0.0.1 lists a file '{name}', expected different relative paths without '..'.");
    }

    [Fact]
    public async Task Download_ListingOfAnotherForm_SaysSo()
    {
        _server.On("/api/records/7", Answers.Json("{\"message\":\"maintenance\"}"));
        _server.On("/api/records/8", Answers.Content("not json"u8.ToArray()));

        await Fails(
            new ZenodoSource { Record = 7 },
            DatasetProblem.Network,
            "api/records/7: answer is not the list of files that this service documents: ");
        await Fails(
            new ZenodoSource { Record = 8 },
            DatasetProblem.Network,
            "api/records/8: answer is not the list of files that this service documents: ");
    }

    [Fact]
    public async Task Download_GitLfs_FollowsPointersAndSendsTheirHeaders()
    {
        var recording = Encoding.ASCII.GetBytes("the recording");
        _server.On(
            "/owner/name/zip/abc",
            Answers.Content(
                Zip(
                    (
                        "name-abc/Audio/x.wav",
                        $"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256(recording)}\nsize {recording.Length}\n"),
                    ("name-abc/Audio/readme.txt", "no pointer"),
                    (
                        "name-abc/Video/y.flv",
                        $"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256(recording)}\nsize {recording.Length}\n"))));
        _server.On(
            "/owner/name.git/info/lfs/objects/batch",
            Answers.Json(
                $$$$$"""{"objects":[{"oid":"{{{{{Sha256(recording)}}}}}","size":13,"actions":"""
                    + $$$$$"""{"download":{"href":"{{{{{_server.Address}}}}}store/1","header":{"Authorization":"RemoteAuth 42"}}}}]}"""));
        _server.On("/store/1", Answers.Content(recording));

        var corpus = await Download(
            Describe(
                new GitLfsSource
                {
                    Repository = "owner/name",
                    Revision = "abc",
                    Folder = "Audio",
                }));

        corpus.Files.ShouldBe([new ManifestEntry("Audio/x.wav", 13, Sha256(recording))]);
        _server.Requests.Last().Authorization.ShouldBe("RemoteAuth 42");
        await Fails(
            new GitLfsSource
            {
                Repository = "owner/name",
                Revision = "abc",
                Folder = "None",
            },
            DatasetProblem.NotFound,
            "folder None holds 0 Git LFS pointers, expected recordings.",
            leavesTarget: true);
    }

    [Fact]
    public async Task Download_ByHandOnly_PrintsTheSteps() =>
        await Fails(
            new ManualSource { Steps = ["Register.", "Download the zip"] },
            DatasetProblem.Registration,
            "test: its makers hand the recordings out in person. (1) Register. (2) Download the zip.");

    [Fact]
    public void KaggleCredentials_Find_PrefersTheToken()
    {
        _scratch.Bytes(".kaggle/kaggle.json", """{"username":"bob","key":"k"}"""u8.ToArray());

        KaggleCredentials
            .Find(static name => name == "KAGGLE_API_TOKEN" ? "t" : null, _scratch.Root)!
            .Header()
            .ToString()
            .ShouldBe("Bearer t");
        KaggleCredentials.Find(static _ => null, _scratch.Root)!.Header().ToString().ShouldBe("Basic " + Convert.ToBase64String("bob:k"u8));
        KaggleCredentials.Find(static _ => null, _scratch.Full("nowhere")).ShouldBeNull();
        _scratch.Bytes(".kaggle/kaggle.json", "{}"u8.ToArray());
        Should
            .Throw<DatasetException>(() => KaggleCredentials.Find(static _ => null, _scratch.Root))
            .Message.ShouldContain("kaggle.json: username or key is missing, expected both.");
    }

    private static DownloadOptions Patient { get; } =
        new()
        {
            Attempts = 3,
            FirstDelay = TimeSpan.FromMilliseconds(5),
            StallTimeout = TimeSpan.FromMilliseconds(1500),
        };

    private async Task<AcquiredCorpus> Download(
        DatasetSource source,
        List<string>? notes = null,
        IProgress<AcquisitionProgress>? progress = null,
        DownloadOptions? options = null,
        CancellationToken cancellationToken = default,
        long? freeBytes = null,
        int? cutAfter = null)
    {
        if (cutAfter is not null)
        {
            // Fails after the first bytes: every later try is refused.
            _server.On("/a.zip", Answers.CutOff(Archive, 1000), Answers.Status(404));
        }

        return await Download(Describe(source), notes, progress, options, cancellationToken, freeBytes);
    }

    private async Task<AcquiredCorpus> Download(
        DatasetDescription description,
        List<string>? notes = null,
        IProgress<AcquisitionProgress>? progress = null,
        DownloadOptions? options = null,
        CancellationToken cancellationToken = default,
        long? freeBytes = null,
        KaggleCredentials? kaggle = null)
    {
        var addressed = (options ?? Patient) with
        {
            Kaggle = _server.Address,
            Zenodo = _server.Address,
            GitHub = _server.Address,
            GitHubArchives = _server.Address,
        };
        using var downloader = new CorpusDownloader(
            addressed,
            TimeProvider.System,
            kaggle,
            freeBytes is null ? null : _ => freeBytes.Value);
        return await downloader.DownloadAsync(
            description.AcquiredFrom(RecordingsSource.None),
            _scratch.Full("downloads"),
            _scratch.Full("target"),
            notes is null ? null : notes.Add,
            progress,
            cancellationToken);
    }

    private async Task Fails(DatasetSource source, DatasetProblem problem, string message, bool leavesTarget = false)
    {
        var exception = await Should.ThrowAsync<DatasetException>(Download(source));
        exception.Message.ShouldContain(message);
        exception.Problem.ShouldBe(problem);
        Directory.Exists(_scratch.Full("target")).ShouldBe(leavesTarget);
    }

    private void Check(AcquiredCorpus corpus)
    {
        corpus.Folder.ShouldBe(_scratch.Full("target"));
        corpus.Files.Select(static file => file.Path).ShouldBe(["a.wav", "b.wav"]);
        File.ReadAllBytes(_scratch.Full("target/a.wav")).ShouldBe(Noise(1));
        Directory.EnumerateFiles(_scratch.Full("downloads"), "*.partial*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private UrlSource Url(string path, string? sha256) => new() { Url = new Uri(_server.Address, path).ToString(), Sha256 = sha256 };

    private static DatasetDescription Describe(params DatasetSource[] sources) =>
        new()
        {
            Name = "test",
            Title = "Test corpus",
            Licence = "none",
            Citation = "nobody",
            Sources = sources,
        };

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] MakeArchive(ulong seed) =>
        Zip(("a.wav", Encoding.Latin1.GetString(Noise(seed))), ("b.wav", Encoding.Latin1.GetString(Noise(seed + 10))));

    private static byte[] Noise(ulong seed)
    {
        var random = new SeededRandom(seed, "content");
        return [.. Enumerable.Range(0, 5000).Select(_ => (byte)random.NextInt32(256))];
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var target = entry.Open();
                target.Write(Encoding.Latin1.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    private sealed class Listener(List<AcquisitionProgress> reports) : IProgress<AcquisitionProgress>
    {
        public void Report(AcquisitionProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
