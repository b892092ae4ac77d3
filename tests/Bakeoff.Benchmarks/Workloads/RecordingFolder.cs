using Bakeoff.Audio.Decoding;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>
/// WAV files for both sides of the feature contest: given ones, or 100 made of tones and noise with TESS's rate and length.
/// </summary>
internal sealed class RecordingFolder
{
    private const int MadeClips = 100;
    private const int SampleRateHz = 24_414;
    private readonly bool _isMade;

    /// <summary>Takes a folder, or null to make one below the temporary folder when it is first needed.</summary>
    public RecordingFolder(string? folder)
    {
        _isMade = folder is null;
        Path = folder ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), "bakeoff-benchmark-clips");
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>All WAV files in the folder and below, in ordinal order.</summary>
    /// <exception cref="DirectoryNotFoundException">A given folder does not exist.</exception>
    public IReadOnlyList<string> Files()
    {
        if (_isMade && !Directory.Exists(Path))
        {
            Make();
        }

        var files = Directory.GetFiles(Path, "*.wav", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private void Make()
    {
        // Written beside and renamed: an interrupted run leaves no half-filled folder to be used later.
        var partial = Directory.CreateDirectory(Path + "." + Guid.NewGuid().ToString("N"));
        var random = new SeededRandom(1, "clips");
        for (var clip = 0; clip < MadeClips; clip++)
        {
            var samples = new float[SampleRateHz * (15 + random.NextInt32(13)) / 10];
            var pitchHz = 100 + random.NextInt32(200);
            for (var i = 0; i < samples.Length; i++)
            {
                var phase = 2 * Math.PI * pitchHz * i / SampleRateHz;
                samples[i] =
                    (float)(0.3 * DeterministicMath.Sin(phase) + 0.1 * DeterministicMath.Sin(5 * phase))
                    + 0.05f * (random.NextSingle() - 0.5f);
            }

            using var file = File.Create(System.IO.Path.Combine(partial.FullName, $"clip-{clip:D3}.wav"));
            WavWriter.Write16(file, samples, SampleRateHz);
        }

        Directory.Move(partial.FullName, Path);
    }
}
