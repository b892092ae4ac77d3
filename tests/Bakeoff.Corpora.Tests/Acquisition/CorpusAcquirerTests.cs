using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Pipeline.Tables;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Acquisition;

public sealed class CorpusAcquirerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Target => _scratch.Full("out/recordings");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Acquire_Zip_UnpacksAndHashesEveryFile()
    {
        var archive = Zip(
            ("b/é ü.wav", "two"u8.ToArray()),
            ("a.wav", "one"u8.ToArray()),
            ("b/", []),
            ("__MACOSX/._a.wav", "x"u8.ToArray()),
            ("b/.DS_Store", "x"u8.ToArray()));
        var reports = new List<AcquisitionProgress>();

        var corpus = new CorpusAcquirer().Acquire(archive, Target, progress: new Listener(reports));

        corpus.Folder.ShouldBe(Target);
        corpus.Files.Select(static file => file.Path).ShouldBe(["a.wav", "b/é ü.wav"]);
        corpus.Files[0].ShouldBe(new ManifestEntry("a.wav", 3, Convert.ToHexStringLower(SHA256.HashData("one"u8))));
        File.ReadAllText(Path.Combine(Target, "b", "é ü.wav")).ShouldBe("two");
        Directory.EnumerateFileSystemEntries(_scratch.Full("out")).ShouldBe([Target]);
        reports.Select(static report => (report.FilesDone, report.FileCount, report.BytesDone)).ShouldBe([(1, 2, 3), (2, 2, 6)]);
    }

    [Fact]
    public void Acquire_Folder_ReadsInPlaceWhateverTheThreads()
    {
        for (var i = 0; i < 40; i++)
        {
            _scratch.Bytes(string.Create(CultureInfo.InvariantCulture, $"in/sub {i % 3}/{i}.wav"), [(byte)i]);
        }

        _scratch.Bytes("in/.hidden.wav", [1]);

        var one = new CorpusAcquirer().Acquire(_scratch.Full("in"), Target);
        var three = new CorpusAcquirer().Acquire(_scratch.Full("in"), Target, threads: 3);

        one.Folder.ShouldBe(_scratch.Full("in"));
        one.Files.Count.ShouldBe(40);
        one.Files.Select(static file => file.Path).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        three.Files.ShouldBe(one.Files);
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public void Acquire_BackslashesInNames_AreSeparators()
    {
        var corpus = new CorpusAcquirer().Acquire(Zip((@"sub\a.wav", [1])), Target);

        corpus.Files.Single().Path.ShouldBe("sub/a.wav");
    }

    [Fact]
    public void Acquire_TruncatedZip_SaysSo()
    {
        var archive = Zip(("a.wav", new byte[5000]));
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..60]);

        Fails(
            archive,
            DatasetProblem.Damaged,
            $"{archive}: zip archive of 60 bytes has no readable directory at its end. It is truncated; download it again.");
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE html><html>",
        "file begins with '<!DOCTYPE html><html>', expected a zip archive ('PK'). Download it again, or name a folder instead.")]
    [InlineData("", "file begins with nothing (0 bytes), expected a zip archive ('PK')")]
    [InlineData("\u0001\u0002\u0003", "file begins with bytes 010203, expected a zip archive ('PK')")]
    public void Acquire_NotAZip_SaysWhatItIs(string content, string message)
    {
        var archive = _scratch.Bytes("corpus.zip", Encoding.ASCII.GetBytes(content));

        Fails(archive, DatasetProblem.NotAnArchive, message);
    }

    [Theory]
    [InlineData("../escaped.wav")]
    [InlineData("a/../../escaped.wav")]
    [InlineData("/etc/escaped.wav")]
    [InlineData(@"..\escaped.wav")]
    [InlineData("C:/escaped.wav")]
    [InlineData("a\0b.wav")]
    public void Acquire_EntryOutsideItsFolder_IsRefused(string name)
    {
        var archive = Zip(("fine.wav", [1]), (name, [2]));

        Fails(
            archive,
            DatasetProblem.Unsafe,
            $"entry '{name}' would be written outside its folder, expected a relative path without '..' and control characters. Do not "
                + $"use this archive.");
        Directory.EnumerateFiles(_scratch.Root, "escaped*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dot", "angry/angry0.wav")]
    [InlineData("icon", "corpus/angry/angry0.wav")]
    [InlineData("slashes", "corpus/angry/angry0.wav")]
    [InlineData("colon", "angry/12:30 0.wav")]
    public void Acquire_OddButHarmlessNames_AreUnpacked(string archive, string first)
    {
        var files = new CorpusAcquirer().Acquire(Fixture.Path($"corpora/archives/{archive}.zip"), Target).Files;

        files[0].Path.ShouldBe(OperatingSystem.IsWindows() ? first.Replace(':', '_') : first);
        files.ShouldAllBe(static file => file.Path.EndsWith(".wav", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bzip2", "BZip2")]
    [InlineData("lzma", "LZMA")]
    public void Acquire_OtherCompression_IsNamed(string archive, string method) =>
        Fails(
            Fixture.Path($"corpora/archives/{archive}.zip"),
            DatasetProblem.NotAnArchive,
            $"entry 'angry/0.wav' is compressed by {method}, expected Deflate or no compression. Unpack the archive by hand and name "
                + $"the folder instead.");

    [Fact]
    public void Acquire_NamesInACodePage_AreReadByTheNamedEncodingOnly()
    {
        var path = _scratch.Full("legacy.zip");
        using (var stream = File.Create(path))
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: false, StrictText.FindEncoding("gb18030")))
        {
            using var content = zip.CreateEntry("生气/a.wav").Open();
            content.WriteByte(1);
        }

        Fails(path, DatasetProblem.Name, "(bytes c9fac6f82f612e776176), cannot be read, expected UTF-8. Name the encoding");
        new CorpusAcquirer(nameEncoding: "gb18030").Acquire(path, Target).Files.ShouldHaveSingleItem().Path.ShouldBe("生气/a.wav");
    }

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x2180)]
    [InlineData(0x1180)]
    public void Acquire_LinkOrDevice_IsRefused(int mode)
    {
        var archive = Zip(entry => entry.ExternalAttributes = mode << 16, ("link.wav", "/etc/passwd"u8.ToArray()));

        Fails(archive, DatasetProblem.Unsafe, "entry 'link.wav' is a link or a device, expected files and folders only.");
    }

    [Fact]
    public void Acquire_Bomb_IsRefusedBeforeAnythingIsWritten()
    {
        var archive = Zip(("zeros.wav", new byte[4_000_000]));

        Fails(
            archive,
            DatasetProblem.Unsafe,
            "bytes unpacked for one packed, expected at most 100. It looks like an archive made to fill the disk");
    }

    [Fact]
    public void Acquire_TooManyFiles_IsRefused()
    {
        var archive = Zip(("a.wav", [1]), ("b.wav", [2]), ("c.wav", [3]));

        Fails(
            archive,
            DatasetProblem.Unsafe,
            "archive declares 3 files, expected at most 2.",
            new CorpusAcquirer(new AcquisitionLimits(MaxFiles: 2)));
    }

    [Fact]
    public void Acquire_TooManyBytes_IsRefused()
    {
        var archive = Zip(("a.wav", new byte[100]));

        Fails(
            archive,
            DatasetProblem.Unsafe,
            "archive declares 100 bytes, expected at most 99.",
            new CorpusAcquirer(new AcquisitionLimits(MaxBytes: 99)));
    }

    [Fact]
    public void Acquire_FlippedByte_NamesTheEntry()
    {
        var archive = Zip(CompressionLevel.NoCompression, null, ("a.wav", Encoding.ASCII.GetBytes("some recording")));
        var bytes = File.ReadAllBytes(archive);
        bytes[bytes.AsSpan().IndexOf("some"u8)] ^= 1;
        File.WriteAllBytes(archive, bytes);

        Fails(archive, DatasetProblem.Damaged, "entry a.wav ");
    }

    [Fact]
    public void Acquire_EntryThatHoldsMoreThanItDeclares_IsRefused()
    {
        var archive = Zip(("a.wav", new byte[3000]));
        var bytes = File.ReadAllBytes(archive);
        var directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 10);
        File.WriteAllBytes(archive, bytes);

        Fails(archive, DatasetProblem.Damaged, "entry a.wav ");
    }

    [Fact]
    public void Acquire_NamesThatDifferInCaseOnly_MustBeEqual()
    {
        Fails(Zip(("A.wav", [1]), ("a.wav", [2])), DatasetProblem.Unsafe, "entries 'A.wav' and 'a.wav' differ in content but not in name");

        new CorpusAcquirer().Acquire(Zip(("A.wav", [1]), ("a.wav", [1])), Target).Files.Single().Path.ShouldBe("A.wav");
    }

    [Fact]
    public void Acquire_FullDisk_SaysHowMuchIsNeeded() =>
        Fails(
            Zip(("a.wav", new byte[3 << 20])),
            DatasetProblem.NoSpace,
            "disk has 1.0 MiB free, ",
            new CorpusAcquirer(new AcquisitionLimits(MaxRatio: 1e9), static _ => 1 << 20));

    [Fact]
    public void Acquire_MissingSource_SaysSo() =>
        Fails(
            _scratch.Full("nowhere.zip"),
            DatasetProblem.NotFound,
            "nowhere.zip: source does not exist, expected a zip archive or a folder of recordings. Correct dataset.source.");

    [Fact]
    public void Acquire_EmptySources_SaySo()
    {
        Fails(Zip(("a/", [])), DatasetProblem.NotFound, "archive holds 0 files, expected recordings.");
        Fails(
            Directory.CreateDirectory(_scratch.Full("empty")).FullName,
            DatasetProblem.NotFound,
            "folder holds 0 files, expected recordings.");
    }

    [Fact]
    public void Acquire_TargetInUse_IsLeftAlone()
    {
        _scratch.Bytes("out/recordings/precious.txt", [1]);

        var exception = Should.Throw<DatasetException>(() => new CorpusAcquirer().Acquire(Zip(("a.wav", [1])), Target));

        exception.Message.ShouldContain("folder is not empty, expected a new or empty folder");
        File.Exists(Path.Combine(Target, "precious.txt")).ShouldBeTrue();
    }

    [Fact]
    public void Acquire_CancelledHalfway_LeavesNothing()
    {
        var archive = Zip(("a.wav", [1]), ("b.wav", [2]));
        using var cancellation = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() =>
            new CorpusAcquirer().Acquire(archive, Target, progress: new Canceller(cancellation), cancellationToken: cancellation.Token));

        Directory.EnumerateFileSystemEntries(_scratch.Full("out")).ShouldBeEmpty();
    }

    [Fact]
    public void Manifest_WrittenAndRead_IsTheSame()
    {
        ManifestEntry[] files = [new("a, \"quoted\".wav", 12, "00ff"), new("b/é.wav", 5_000_000_000, "ab")];
        var path = _scratch.Full("manifest.csv");

        CorpusManifest.Write(path, files);

        CorpusManifest.Read(path).ShouldBe(files);
        File.ReadAllText(path).ShouldBe("path,bytes,sha256\n\"a, \"\"quoted\"\".wav\",12,00ff\nb/é.wav,5000000000,ab\n");
    }

    [Fact]
    public void Manifest_BrokenTable_NamesTheLine()
    {
        Read("m1.csv", "path,size\n").ShouldContain("m1.csv(1): header is 'path,size', expected 'path,bytes,sha256'.");
        Read("m2.csv", "path,bytes,sha256\na,1,x\nb,many,x\n").ShouldContain("m2.csv(3): bytes is 'many', expected a whole number.");

        string Read(string name, string text) =>
            Should.Throw<TableException>(() => CorpusManifest.Read(_scratch.Bytes(name, Encoding.UTF8.GetBytes(text)))).Message;
    }

    [Fact]
    public void Acquire_ArchivesWithinAnArchive_AreUnpackedInTheirPlaces()
    {
        var archive = Zip(
            ("a.wav", "one"u8.ToArray()),
            ("sad.zip", Bytes(Zip(("b.wav", "two"u8.ToArray())))),
            (
                "sub/Actor.zip",
                Bytes(Zip(("actor/c.wav", "three"u8.ToArray()), ("actor/deep.ZIP", Bytes(Zip(("d.wav", "four"u8.ToArray()))))))),
            ("labels.zip", Bytes(Zip(("labels.csv", "x"u8.ToArray())))));

        var corpus = new CorpusAcquirer().Acquire(archive, Target);

        corpus
            .Files.Select(static file => file.Path)
            .ShouldBe(["a.wav", "labels.zip", "sad/b.wav", "sub/actor/c.wav", "sub/actor/deep/d.wav"]);
        corpus.Files[2].ShouldBe(new ManifestEntry("sad/b.wav", 3, Convert.ToHexStringLower(SHA256.HashData("two"u8))));
        Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Count().ShouldBe(5);
        File.ReadAllText(Path.Combine(Target, "sub", "actor", "deep", "d.wav")).ShouldBe("four");
    }

    [Fact]
    public void Acquire_ArchivesWithinAFolder_AreUnpackedInACopy()
    {
        _scratch.Bytes("in/happy/a.wav", [1]);
        File.Copy(Zip(("b.wav", [2])), _scratch.Full("in/sad.zip"));

        var corpus = new CorpusAcquirer().Acquire(_scratch.Full("in"), Target);

        corpus.Folder.ShouldBe(Target);
        corpus.Files.Select(static file => file.Path).ShouldBe(["happy/a.wav", "sad/b.wav"]);
        File.Exists(_scratch.Full("in/sad.zip")).ShouldBeTrue();
    }

    [Fact]
    public void Acquire_ArchiveThatCannotBeUnpackedWithinAnother_Stays()
    {
        var deepest = Bytes(Zip(("a.wav", [1])));
        var deep = Bytes(Zip(("3.zip", Bytes(Zip(("4.zip", deepest))))));
        var archive = Zip(("a.wav", [1]), ("broken.zip", "PK no"u8.ToArray()), ("1.zip", Bytes(Zip(("2.zip", deep)))));

        new CorpusAcquirer()
            .Acquire(archive, Target)
            .Files.Select(static file => file.Path)
            .ShouldBe(["1/2/3/4.zip", "a.wav", "broken.zip"]);
    }

    [Fact]
    public void Acquire_ArchiveBesideAFolderOfItsName_MustHoldTheSame()
    {
        new CorpusAcquirer()
            .Acquire(Zip(("sad/a.wav", [1]), ("sad.zip", Bytes(Zip(("a.wav", [1]), ("b.wav", [2]))))), Target)
            .Files.Select(static file => file.Path)
            .ShouldBe(["sad/a.wav", "sad/b.wav"]);
        Directory.Delete(Target, recursive: true);
        Fails(
            Zip(("sad/a.wav", [1]), ("sad.zip", Bytes(Zip(("a.wav", [2]))))),
            DatasetProblem.Unsafe,
            "sad.zip: archive holds another file than 'sad/a.wav' beside it, expected one file for a name. Remove the archive or the "
                + "folder.");
    }

    [Fact]
    public void Acquire_BombWithinAnArchive_IsRefused()
    {
        var zeros = new byte[400_000];
        var bomb = Bytes(Zip(("a.wav", zeros), ("b.wav", zeros)));

        Fails(
            Zip(CompressionLevel.NoCompression, null, ("x.zip", bomb)),
            DatasetProblem.Unsafe,
            "x.zip: archive declares 800000 bytes, expected at most");
        Fails(
            Zip(("1.zip", Bytes(Zip(("a.wav", [1]), ("b.wav", [1]))))),
            DatasetProblem.Unsafe,
            "1.zip: archive declares 2 files, expected at most 1.",
            new CorpusAcquirer(new AcquisitionLimits(MaxFiles: 2)));
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(file);

    private void Fails(string source, DatasetProblem problem, string message, CorpusAcquirer? acquirer = null)
    {
        var exception = Should.Throw<DatasetException>(() => (acquirer ?? new CorpusAcquirer()).Acquire(source, Target));
        exception.Message.ShouldContain(message);
        exception.Problem.ShouldBe(problem);
        (Directory.Exists(_scratch.Full("out")) ? Directory.EnumerateFileSystemEntries(_scratch.Full("out")) : []).ShouldBeEmpty();
    }

    private string Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.Optimal, null, entries);

    private string Zip(Action<ZipArchiveEntry> change, params (string Name, byte[] Content)[] entries) =>
        Zip(CompressionLevel.Optimal, change, entries);

    private string Zip(CompressionLevel level, Action<ZipArchiveEntry>? change, params (string Name, byte[] Content)[] entries)
    {
        var path = _scratch.Full($"corpus {Guid.NewGuid():N}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            var entry = zip.CreateEntry(name, level);
            change?.Invoke(entry);
            using var stream = entry.Open();
            stream.Write(content);
        }

        return path;
    }

    private sealed class Listener(List<AcquisitionProgress> reports) : IProgress<AcquisitionProgress>
    {
        public void Report(AcquisitionProgress value) => reports.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<AcquisitionProgress>
    {
        public void Report(AcquisitionProgress value) => source.Cancel();
    }
}
