using System.IO.Compression;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Damaged archives and recordings: the culprit is named, and nothing half-written counts.</summary>
public sealed class BadRecordingsTests : IDisposable
{
    private const string Dataset = """
        name: own
        title: Own recordings
        licence: own
        citation: none
        pattern: '(?<speaker>s[0-9])_(?<text>[a-z]+)_(?<label>[a-z]+)\.wav'
        """;

    private readonly Project _project = new();

    public BadRecordingsTests()
    {
        _project.Write("experiments/datasets/own.yaml", Dataset);
        _project.Write("experiments/own.yaml", Project.TinyExperiment.Replace("name: tiny", "name: own").Replace("dataset: tiny", "dataset: own"));
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Download_NoSource_SaysHowToGiveOne() => _project.Refuse("download", "-e", "own").ShouldContain("--set=dataset.source=PATH");

    [Fact]
    public void Download_NoNetwork_GivesEachSourcesReason()
    {
        // Nothing listens on the discard port of this machine, which is as good as no network.
        _project.Write("experiments/datasets/own.yaml", Dataset + "\nsources:\n  - url: {url: 'http://127.0.0.1:9/own.zip', sha256: " + new string('a', 64) + "}");
        var message = _project.Refuse("download", "-e", "own");
        message.ShouldContain("http://127.0.0.1:9/own.zip");
    }

    [Fact]
    public void Download_MissingSource_NamesIt() => _project.Refuse("download", "-e", "own", "--set=dataset.source=nowhere.zip").ShouldContain("nowhere.zip");

    [Fact]
    public void Download_NotAnArchive_SaysSo()
    {
        _project.Write("own.zip", "<html>Not found</html>");
        _project.Refuse("download", "-e", "own", "--set=dataset.source=own.zip").ShouldContain("own.zip");
    }

    [Fact]
    public void Download_TruncatedArchive_SaysSo()
    {
        var archive = Archive("clips/s1_one_sad.wav");
        File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..^30]);
        _project.Refuse("download", "-e", "own", "--set=dataset.source=own.zip").ShouldContain("own.zip");
    }

    [Theory]
    [InlineData("../outside_one_sad.wav")]
    [InlineData("/tmp/outside_one_sad.wav")]
    public void Download_ArchiveThatEscapes_IsRefused(string entry)
    {
        Archive(entry);
        _project.Refuse("download", "-e", "own", "--set=dataset.source=own.zip").ShouldContain(entry);
        Directory.GetFiles(_project.Root, "outside*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("truncated")]
    [InlineData("silent")]
    [InlineData("short")]
    [InlineData("text")]
    public void Index_BadClip_IsNamed(string kind)
    {
        Recordings();
        _project.Write("clips/keep.txt", "not a clip");
        File.WriteAllBytes(Path.Combine(_project.Root, "clips", "s1_bad_sad.wav"), Bad(kind));
        _project.Refuse("index", "-e", "own", "--set=dataset.source=clips").ShouldContain("s1_bad_sad.wav");

        // The run goes on without the clip only if the YAML says so.
        _project.Write("experiments/datasets/own.yaml", Dataset + "\non_bad_clip: skip");
        _project.Succeed("index", "-e", "own", "--set=dataset.source=clips");
        var index = File.ReadAllText(_project.Results("own", "index.csv"));
        index.ShouldNotContain("s1_bad_sad.wav");
        index.ShouldContain("s1_one_sad.wav");
        File.ReadAllText(_project.Results("own", "index-report.json")).ShouldContain("s1_bad_sad.wav");
    }

    [Fact]
    public void Split_ClassWithOneClip_SaysWhichAndHowMany()
    {
        Recordings();
        File.Delete(Path.Combine(_project.Root, "clips", "s1_one_sad.wav"));
        File.Delete(Path.Combine(_project.Root, "clips", "s1_two_sad.wav"));
        File.Delete(Path.Combine(_project.Root, "clips", "s2_one_sad.wav"));
        _project.Refuse("split", "-e", "own", "--set=dataset.source=clips").ShouldContain("sad");
    }

    [Fact]
    public void Index_ChangedRecording_IsNamedAsTheReason()
    {
        Recordings();
        _project.Succeed("index", "-e", "own", "--set=dataset.source=clips");
        File.WriteAllBytes(Path.Combine(_project.Root, "clips", "s2_one_sad.wav"), Recording.Tone(0.9, 8000));
        var (exitCode, status, _) = _project.Run("status", "own", "--until=index");
        exitCode.ShouldBe(1);
        status.ShouldBe("download  stale  input s2_one_sad.wav changed\nindex     stale  needs download, which has to run\n");
        var output = _project.Succeed("index", "-e", "own");
        output.ShouldContain("download: input s2_one_sad.wav changed\n");
        output.ShouldContain("index: input manifest.csv changed; input recordings/s2_one_sad.wav changed\n");
    }

    [Fact]
    public void Download_FullDisk_SaysSoAndLeavesNothing()
    {
        const string small = "/dev/shm";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(small) || Environment.UserName != "root")
        {
            Assert.Skip("Mounts a small file system, which takes Linux and the root user.");
        }

        Recordings();
        var artifacts = Path.Combine(_project.Root, "artifacts");
        Directory.CreateDirectory(artifacts);
        if (Shell("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", artifacts) != 0)
        {
            Assert.Skip("This machine does not let a test mount a file system.");
        }

        try
        {
            ZipFile.CreateFromDirectory(Path.Combine(_project.Root, "clips"), Path.Combine(_project.Root, "own.zip"), CompressionLevel.NoCompression, includeBaseDirectory: false);
            var message = _project.Refuse("download", "-e", "own", "--set=dataset.source=own.zip");
            message.ShouldMatch("(?i)disk|space");
        }
        finally
        {
            Shell("umount", artifacts);
        }
    }

    private static int Shell(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private string Archive(string entry)
    {
        var path = Path.Combine(_project.Root, "own.zip");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var content = archive.CreateEntry(entry).Open();
        content.Write(Recording.Tone(0.5, 8000));
        return path;
    }

    private void Recordings()
    {
        Directory.CreateDirectory(Path.Combine(_project.Root, "clips"));
        var level = 0.1;
        foreach (var speaker in new[] { "s1", "s2" })
        {
            foreach (var text in new[] { "one", "two" })
            {
                foreach (var label in new[] { "sad", "happy" })
                {
                    level += 0.05;
                    File.WriteAllBytes(Path.Combine(_project.Root, "clips", $"{speaker}_{text}_{label}.wav"), Recording.Tone(level, 8000));
                }
            }
        }
    }

    private static byte[] Bad(string kind) => kind switch
    {
        "empty" => [],
        "truncated" => Recording.Tone(0.5, 8000)[..4000],
        "silent" => Recording.Tone(0, 8000),
        "short" => Recording.Tone(0.5, 8),
        _ => "This is no recording."u8.ToArray(),
    };
}
