using System.Diagnostics;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Converting;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sets;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Converting;

/// <summary>The real ffmpeg where it is installed, and a stand-in, for which a recording is a script.</summary>
public sealed class CorpusConversionTests : IDisposable
{
    private const string Good = "echo '[info]   Stream #0:0: Audio: aac' >&2; cp \"$here/sound.flac\" \"$out\"";
    private const string Broken = "echo '[mov,mp4 @ 0x55d0] [error] moov atom not found' >&2; echo half > \"$out\"; "
        + "echo \"[error] file:$in: Invalid data found\" >&2; exit 1";

    private static readonly ParallelOptions Parallel = new() { MaxDegreeOfParallelism = 2 };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task AcquireAndIndex_RealFfmpeg_TakesTheSoundOfFilmsAsItIs()
    {
        var ffmpeg = Ffmpeg.Find();
        Assert.SkipWhen(ffmpeg.Version is null, "ffmpeg is not installed.");
        var angry = _scratch.Noise("wav/AN_angry.wav", 1, 0.5, 44100);
        var happy = _scratch.Noise("wav/AN_happy.wav", 2, 0.5, 22050);
        Make(ffmpeg, "made/a/AN_angry.avi", "-f", "lavfi", "-i", "color=s=32x32:d=0.5", "-i", angry, "-c:a", "pcm_s16le");
        Make(ffmpeg, "made/AN_happy.mp4", "-i", happy, "-i", angry, "-map", "0", "-map", "1", "-c:a:0", "alac", "-c:a:1", "aac");
        Make(ffmpeg, "made/AN_sad.M4A", "-i", happy, "-c:a", "aac");
        Make(ffmpeg, "float/AN_sad.wav", "-i", _scratch.Full("made/AN_sad.M4A"), "-c:a", "pcm_f32le");
        _scratch.Bytes("made/clips.csv", "path,label\na/AN_angry.avi,angry\nAN_happy.mp4,happy\nAN_sad.m4a,sad\n"u8.ToArray());
        _scratch.Bytes(
            "datasets/films.yaml",
            "name: films\ntitle: x\nlicence: y\ncitation: z\nconvert: [.avi, .mp4, .m4a]\nmanifest: {file: clips.csv}\n"u8.ToArray());

        var set = CorpusSet.Find(
            new CorpusFolders(_scratch.Full("datasets"), _scratch.Full("kept")),
            "films",
            "experiment",
            _scratch.Full("made"),
            new FileDigestCache(_scratch.Full("digests"), TimeProvider.System));
        var corpus = await new CorpusSetAcquirer(_scratch.Full("kept"), 2).AcquireAsync(set.Acquisition, _scratch.Full("target"));
        var originals = new CorpusIndexer(new IndexOptions { Name = "wav", Pattern = "AN_(?<label>[a-z]+).wav", SilenceDbfs = -70 })
            .Index(_scratch.Full("wav"))
            .Clips.ToDictionary(static clip => clip.Label);
        var clips = CorpusSetIndexer.Index(set.Indexing, corpus.Folder).Clips.ToDictionary(static clip => clip.Label);

        set.Ffmpeg.ShouldBe(ffmpeg.Version);
        set.Acquisition.Parameters("dataset")["dataset.convert.ffmpeg"].ShouldBe(ffmpeg.Version);
        set.Source.IsFolder.ShouldBeFalse();
        corpus.Files.Select(static file => file.Path).ShouldBe(["AN_happy.flac", "AN_sad.flac", "a/AN_angry.flac", "clips.csv"]);
        corpus.Converted.Select(static file => $"{file.Original.Path} {file.SoundStreams} {file.Problem}")
            .ShouldBe(["AN_happy.mp4 2 ", "AN_sad.M4A 1 ", "a/AN_angry.avi 1 "]);
        corpus.Summary().ShouldEndWith(", 3 converted by ffmpeg (1 with several sound streams: the first)");
        clips["angry"].Digest.ShouldBe(originals["angry"].Digest);
        clips["happy"].Digest.ShouldBe(originals["happy"].Digest);
        var (expected, actual) = (Decode("float/AN_sad.wav"), Decode("target/AN_sad.flac"));
        actual.SampleRateHz.ShouldBe(22050);
        actual.Samples.Length.ShouldBe(expected.Samples.Length);
        actual.Samples.Zip(expected.Samples, static (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(MathF.ScaleB(1, -23));
        Directory.EnumerateFiles(_scratch.Full("made"), "*", SearchOption.AllDirectories).Count().ShouldBe(4);
        Directory.EnumerateFiles(_scratch.Full("kept/converted")).Count().ShouldBe(3);
    }

    [Fact]
    public void Convert_Again_TakesWhatWasConvertedUnlessRecordingOrVersionChanged()
    {
        Recording("a.mp4", Good);
        Recording("b.mp4", Good + " # another");

        Convert(StandIn()).Summary().ShouldEndWith(", 2 converted by ffmpeg");
        Convert(StandIn());
        Runs().ShouldBe(2);

        Recording("b.mp4", Good + " # changed");
        Convert(StandIn());
        Runs().ShouldBe(3);

        foreach (var kept in Directory.EnumerateFiles(_scratch.Full("kept")))
        {
            File.AppendAllText(kept, "damage");
        }

        Convert(StandIn());
        Runs().ShouldBe(5);
        Convert(StandIn("10.0")).Files.Select(static file => file.Path).ShouldBe(["a.flac", "b.flac"]);
        Runs().ShouldBe(7);
    }

    [Fact]
    public void Convert_WhatFails_StopsWithTheReasonsUnlessItMayBeLeftOut()
    {
        Recording("good.mp4", Good);
        Recording("x/broken.mp4", Broken);
        Recording("x/mute.mp4", "echo '[info]   Stream #0:0: Video: h264' >&2; echo '[fatal] Stream map matches nothing.' >&2; exit 1");
        Recording("x/empty.mp4", Good + "; printf '' > \"$out\"");
        Recording("x/speechless.mp4", "exit 3");
        var ffmpeg = StandIn();

        Should.Throw<DatasetException>(() => Convert(ffmpeg)).Message.ShouldBe(
            "films: ffmpeg 9.9-x cannot convert 4 of 5 recordings. Fix or remove them, list them under known_defects with action: exclude, "
            + "or write on_bad_clip: skip in films.yaml to go on without them.\n"
            + "  x/broken.mp4: moov atom not found; broken.mp4: Invalid data found\n"
            + "  x/empty.mp4: ffmpeg left no FLAC file\n"
            + "  x/mute.mp4: it has no stream of sound\n"
            + "  x/speechless.mp4: ffmpeg ended with 3 and no reason");
        Directory.EnumerateFiles(_scratch.Full("kept")).ShouldHaveSingleItem().ShouldEndWith(".flac");

        var options = new ConversionOptions { Extensions = [".mp4"], Ignore = ".*/mute.mp4", Excluded = ["x/broken.mp4", "SPEECHLESS.mp4"] };
        Should.Throw<DatasetException>(() => Convert(ffmpeg, options)).Message.ShouldContain("cannot convert 1 of 5 recordings");
        var corpus = Convert(ffmpeg, options with { OnBadClip = BadClipAction.Skip });
        corpus.Files.Select(static file => file.Path)
            .ShouldBe(["good.flac", "x/broken.mp4", "x/empty.mp4", "x/mute.mp4", "x/speechless.mp4"]);
        corpus.Summary().ShouldEndWith(", 1 converted by ffmpeg, 4 not convertible");
        File.ReadAllText(_scratch.Full("target/x/broken.mp4")).ShouldBe(Broken);

        ConvertedFile.Write(_scratch.Full("table.csv"), corpus.Converted);
        ConvertedFile.Read(_scratch.Full("table.csv")).ShouldBe(corpus.Converted);
    }

    [Fact]
    public void Convert_InItsOwnFolder_ReplacesTheOriginals()
    {
        Recording("a.mp4", Good);
        Recording("b.mp4", Broken);
        Recording("notes.txt", "as it is");

        var corpus = Convert(StandIn(), new ConversionOptions { Extensions = [".mp4"], OnBadClip = BadClipAction.Skip }, target: "films");

        FolderHasher.List(_scratch.Full("films")).ShouldBe(["a.flac", "b.mp4", "notes.txt"]);
        corpus.Files.Select(static file => file.Path).ShouldBe(["a.flac", "b.mp4", "notes.txt"]);
    }

    [Fact]
    public void Convert_WhatNobodyCanConvert_IsRefused()
    {
        Recording("x/a.mp4", Good);
        Should.Throw<DatasetException>(() => Convert(Ffmpeg.FindOn(_scratch.Full("nowhere")))).Message.ShouldBe(
            "films: 1 recording to convert (.mp4), x/a.mp4 first, and ffmpeg is not found on PATH. Install it (apt install ffmpeg, brew "
            + "install ffmpeg, winget install ffmpeg), or convert them yourself and leave the originals out.");

        Recording("x/b.mp4", "kill -9 $$");
        Should.Throw<DatasetException>(() => Convert(StandIn())).Message.ShouldStartWith(
            $"{_scratch.Full("bin/ffmpeg")}: ffmpeg was ended from outside (137): ");

        Recording("x/b.mp4", "echo '[error] av_interleaved_write_frame(): No space left on device' >&2; exit 1");
        Should.Throw<DatasetException>(() => Convert(StandIn())).Message.ShouldBe(
            $"{_scratch.Full("kept")}: disk is full while recordings are converted. Make room and run again; what was converted so far is "
            + "kept.");

        File.Move(_scratch.Full("films/x/b.mp4"), _scratch.Full("films/x/A.flac"));
        Should.Throw<DatasetException>(() => Convert(StandIn())).Message.ShouldBe(
            "films: x/a.mp4 and x/A.flac would both be x/a.flac, expected one recording of a name. Remove one of them.");

        _scratch.Bytes("bin/ffmpeg", "#!/bin/sh\necho 'error while loading libavdevice.so.59' >&2\nexit 127\n"u8.ToArray());
        Ffmpeg.FindOn(_scratch.Full("bin")).Problem
            .ShouldBe($"({_scratch.Full("bin/ffmpeg")}) cannot be used: error while loading libavdevice.so.59");
    }

    [Fact]
    public void Convert_Cancelled_EndsFfmpegAndKeepsNothingHalf()
    {
        Recording("a.mp4", "echo half > \"$out\"; sleep 60");
        using var cancelling = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        var watch = Stopwatch.StartNew();

        var parallel = new ParallelOptions { CancellationToken = cancelling.Token };
        Should.Throw<OperationCanceledException>(() => Convert(StandIn(), parallel: parallel));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        Directory.EnumerateFiles(_scratch.Full("kept")).ShouldBeEmpty();
    }

    private static void Make(Ffmpeg ffmpeg, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ffmpeg.Program, ["-loglevel", "error", "-nostdin", .. arguments]))!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }

    private AudioSignal Decode(string sound) => AudioDecoder.Decode(File.ReadAllBytes(_scratch.Full(sound)), sound);

    private void Make(Ffmpeg ffmpeg, string film, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch.Full(film))!);
        Make(ffmpeg, [.. arguments, _scratch.Full(film)]);
    }

    private void Recording(string path, string script) => _scratch.Bytes($"films/{path}", System.Text.Encoding.UTF8.GetBytes(script));

    private AcquiredCorpus Convert(
        Ffmpeg ffmpeg, ConversionOptions? options = null, string target = "target", ParallelOptions? parallel = null)
    {
        if (target == "target" && Directory.Exists(_scratch.Full(target)))
        {
            Directory.Delete(_scratch.Full(target), recursive: true);
        }

        var acquired = new CorpusAcquirer().Acquire(_scratch.Full("films"), _scratch.Full("unused"));
        var conversion = new CorpusConversion(
            "films", options ?? new ConversionOptions { Extensions = [".mp4"] }, ffmpeg, _scratch.Full("kept"));
        return conversion.Convert(acquired, _scratch.Full(target), parallel ?? Parallel, null);
    }

    private int Runs() => File.ReadLines(_scratch.Full("bin/runs")).Count();

    private Ffmpeg StandIn(string version = "9.9-x")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        _scratch.Bytes("bin/sound.flac", [.. "fLaC"u8, .. new byte[17], 0xF0, 0, 0, 0, 9, .. new byte[16]]);
        var script = _scratch.Bytes("bin/ffmpeg", System.Text.Encoding.UTF8.GetBytes($"""
            #!/bin/sh
            if [ "$1" = -version ]; then echo "ffmpeg version {version} Copyright (c)"; exit 0; fi
            here=$(dirname "$0")
            echo run >> "$here/runs"
            for out; do :; done
            out=$(printf %s "$out" | cut -c 6-)
            while [ "$1" != -i ]; do shift; done
            in=$(printf %s "$2" | cut -c 6-)
            . "$in"
            """));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return Ffmpeg.FindOn(_scratch.Full("bin"));
    }
}
