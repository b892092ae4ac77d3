using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Converting;

/// <summary>Codes recordings as MP3 or Opus by the ffmpeg of this machine, and decodes them as recordings in these formats are read.</summary>
/// <remarks>Thread-safe. Determinism: equal recordings and an equal version of ffmpeg give equal samples.</remarks>
public sealed class LossyCodec
{
    private readonly Ffmpeg _ffmpeg;
    private readonly string _ending;
    private readonly string[] _options;

    private LossyCodec(string ending, params string[] options)
    {
        _ffmpeg = Ffmpeg.Find();
        (_ending, _options) = (ending, options);
    }

    /// <summary>Version of the program; null where it cannot be used.</summary>
    public string? Version => _ffmpeg.Version;

    /// <summary>True if there is an ffmpeg on this machine, usable or not.</summary>
    /// <remarks>Cost: no process is started.</remarks>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(static folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")));

    /// <summary>MP3 by libmp3lame.</summary>
    /// <param name="kilobits">Bit rate in kbit/s.</param>
    public static LossyCodec Mp3(int kilobits) => new("mp3", "-c:a", "libmp3lame", "-b:a", Rate(kilobits));

    /// <summary>Opus by libopus, for speech.</summary>
    /// <param name="kilobits">Bit rate in kbit/s.</param>
    public static LossyCodec Opus(int kilobits) => new("opus", "-c:a", "libopus", "-application", "voip", "-b:a", Rate(kilobits));

    /// <summary>Codes and decodes recordings of one channel, all in one process.</summary>
    /// <param name="sounds">The recordings; what is beyond full scale is clipped.</param>
    /// <param name="folder">Existing folder for temporary files, of this call alone.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>The recordings as they are heard, at the rate that the format took.</returns>
    /// <exception cref="DatasetException">ffmpeg cannot be used, or cannot code a recording.</exception>
    public IReadOnlyList<AudioSignal> RoundTrip(IReadOnlyList<AudioSignal> sounds, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        RequireUsable();
        string[] coded = [.. sounds.Select((_, i) => Path.Combine(folder, FormattableString.Invariant($"{i}.{_ending}")))];
        List<string> inputs = [];
        List<string> outputs = [];
        foreach (var (i, sound) in sounds.Index())
        {
            var path = Path.Combine(folder, FormattableString.Invariant($"{i}.wav"));
            using (var file = File.Create(path))
            {
                WavWriter.Write16(file, sound.ToMono(), sound.SampleRateHz);
            }

            inputs.AddRange(["-i", $"file:{path}"]);
            outputs.AddRange(
            [
                "-map", FormattableString.Invariant($"{i}:a:0"), "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
                .. _options, "-threads", "1", $"file:{coded[i]}",
            ]);
        }

        Run(["-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-y", "-protocol_whitelist", "file", .. inputs, .. outputs], cancellationToken);
        return [.. coded.Select(Read)];
    }

    private static string Rate(int kilobits) => kilobits.ToString(CultureInfo.InvariantCulture) + "k";

    private static AudioSignal Read(string path)
    {
        using var recording = AudioReader.Open(path);
        return new AudioSignal(recording.Info.SampleRateHz, 1, recording.ReadToEnd().ToMono());
    }

    private void RequireUsable()
    {
        if (_ffmpeg.Version is null)
        {
            throw new DatasetException(DatasetProblem.Access, new ErrorDetails($"ffmpeg {_ffmpeg.Problem}")
            {
                Rule = $"an ffmpeg that codes {_ending}",
                NextStep = "Install it, or leave the condition out.",
            });
        }
    }

    private void Run(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(_ffmpeg.Program, arguments) { RedirectStandardError = true, UseShellExecute = false },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw Failed(exception.Message);
        }

        using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw Failed(said.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "it gives no reason");
        }
    }

    private DatasetException Failed(string reason) => new(
        DatasetProblem.Access,
        new ErrorDetails($"ffmpeg {_ffmpeg.Version} cannot code {_ending}: {reason.Trim().TrimEnd('.')}")
        {
            NextStep = "Install one with libmp3lame and libopus, or leave the condition out.",
        });
}
