using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Corpora.Converting;

/// <summary>The ffmpeg of this machine: the first on <c>PATH</c>.</summary>
/// <param name="Program">Full path of the program; empty where there is none.</param>
/// <param name="Version">Version as it states it, such as <c>5.1.9-0+deb12u1</c>; null where it cannot be used.</param>
/// <param name="Problem">Reason why it cannot be used, worded to follow the program's name; empty where it can.</param>
internal sealed record Ffmpeg(string Program, string? Version, string Problem)
{
    private const int MostLines = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly Regex VersionLine = new(@"^ffmpeg version (?<version>\S+)", RegexOptions.NonBacktracking);
    private static readonly Regex Level = new(
        @"^(?<source>\[[^\]]* @ [^\]]*\] )*\[(?<level>[a-z]+)\] (?<text>.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Looks for it.</summary>
    public static Ffmpeg Find() => FindOn(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>Looks for it in some folders.</summary>
    /// <param name="path">The folders, as <c>PATH</c> lists them.</param>
    internal static Ffmpeg FindOn(string path)
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        var program = path
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            return new Ffmpeg("", null, "is not found on PATH");
        }

        try
        {
            var (exitCode, lines) = Run(program, ["-version"], CancellationToken.None, Limit);
            var version = lines.Select(static line => VersionLine.Match(line)).FirstOrDefault(static match => match.Success);
            return exitCode == 0 && version is not null
                ? new Ffmpeg(program, version.Groups["version"].Value, "")
                : new Ffmpeg(program, null, $"({program}) cannot be used: {lines.LastOrDefault(static line => line.Length > 0) ?? "it says nothing"}");
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException)
        {
            return new Ffmpeg(program, null, $"({program}) cannot be used: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Name of the sound of a recording, the same for the same recording, version and arguments.</summary>
    /// <param name="sha256">SHA-256 of the recording.</param>
    public string KeyOf(string sha256) => ContentDigest.OfText($"{Version}\n{string.Join('\n', Arguments("", ""))}\n{sha256}");

    /// <summary>Writes the first stream of sound of a recording as FLAC of 24 bits, at its own rate and with its own channels.</summary>
    /// <param name="recording">Path of the recording.</param>
    /// <param name="sound">Path to write; it is whole only where no problem is returned.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="DatasetException">The disk is full, or ffmpeg was ended from outside: the recording is not to blame.</exception>
    public FfmpegResult Convert(string recording, string sound, CancellationToken cancellationToken)
    {
        var (exitCode, lines) = Run(Program, Arguments(recording, sound), cancellationToken, Timeout.InfiniteTimeSpan);
        cancellationToken.ThrowIfCancellationRequested();
        var streams = lines
            .TakeWhile(static line => !line.Contains("Stream mapping:", StringComparison.Ordinal))
            .Count(static line => line.Contains("Stream #0:", StringComparison.Ordinal) && line.Contains(": Audio: ", StringComparison.Ordinal));
        if (exitCode == 0)
        {
            return new FfmpegResult(streams, "");
        }

        var errors = lines.Select(static line => Level.Match(line))
            .Where(static match => match.Groups["level"].Value is "error" or "fatal" or "panic")
            .Select(match => match.Groups["text"].Value.Replace($"file:{recording}", Path.GetFileName(recording), StringComparison.Ordinal))
            .ToList();
        var problem = errors.Count > 0
            ? string.Join("; ", errors.TakeLast(MostLines).Select(static line => line.Trim().TrimEnd('.')))
            : FormattableString.Invariant($"ffmpeg ended with {exitCode} and no reason");
        RequireNoOtherCause(sound, exitCode, problem);
        return new FfmpegResult(streams, errors.Count > 0 && streams == 0 && HasStreams(lines) ? "it has no stream of sound" : problem);
    }

    private static bool HasStreams(IEnumerable<string> lines) =>
        lines.Any(static line => line.Contains("Stream #0:", StringComparison.Ordinal));

    // Ended by a signal, its code is 128 and more where the system did it, and 255 where it ended itself in time.
    private void RequireNoOtherCause(string sound, int exitCode, string problem)
    {
        var isFull = problem.Contains("No space left on device", StringComparison.Ordinal);
        if (isFull || exitCode is > 128 and < 255 || problem.Contains("received signal", StringComparison.Ordinal))
        {
            throw new DatasetException(
                isFull ? DatasetProblem.NoSpace : DatasetProblem.Access,
                new ErrorDetails(isFull ? "disk is full while recordings are converted" : $"ffmpeg was ended from outside ({exitCode}): {problem}")
                {
                    Where = isFull ? Path.GetDirectoryName(sound) : Program,
                    NextStep = $"{(isFull ? "Make room and run" : "Run")} again; what was converted so far is kept.",
                });
        }
    }

    // Files only, and an error in the sound ends the work: ffmpeg would leave a gap otherwise. A codec of one thread, and nothing in the
    // result that names time, place or version.
    private static string[] Arguments(string recording, string sound) =>
    [
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info", "-xerror",
        "-threads", "1", "-protocol_whitelist", "file", "-i", $"file:{recording}",
        "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
        "-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-threads", "1", "-f", "flac", "-y", $"file:{sound}",
    ];

    private static (int ExitCode, IReadOnlyList<string> Lines) Run(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, TimeSpan limit)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        var lines = new List<string>();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var killing = cancellationToken.Register(() => Kill(process));
        if (!process.WaitForExit(limit))
        {
            Kill(process);
            throw new TimeoutException(FormattableString.Invariant($"it does not answer within {limit.TotalSeconds} s"));
        }

        // Without a limit, this waits for the last lines too.
        process.WaitForExit();
        return (process.ExitCode, lines);

        void Add(string? line)
        {
            lock (lines)
            {
                lines.Add(line ?? "");
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }
}

/// <summary>Result of one conversion.</summary>
/// <param name="SoundStreams">Streams of sound in the recording.</param>
/// <param name="Problem">Reason why there is no result; empty where there is one.</param>
internal sealed record FfmpegResult(int SoundStreams, string Problem);
