using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Form, level and identity of one decoded recording, or the reason why it cannot be used.</summary>
internal sealed record ClipMeasurement
{
    private const int BlockLength = 1 << 14;

    /// <summary>Sample rate in hertz.</summary>
    public int SampleRateHz { get; private init; }

    /// <summary>Channels.</summary>
    public int ChannelCount { get; private init; }

    /// <summary>Samples in each channel.</summary>
    public long SampleCount { get; private init; }

    /// <summary>SHA-256 of the decoded samples.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>Largest magnitude of the mean of the channels, 1 at full scale.</summary>
    public float Peak { get; private init; }

    /// <summary>Samples of the mean of the channels at full scale that stand in runs of three or more.</summary>
    public long ClippedSamples { get; private init; }

    /// <summary>Reason why the recording cannot be used, beginning with its path; null if it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Duration.</summary>
    public double Seconds => SampleRateHz == 0 ? 0 : SampleCount / (double)SampleRateHz;

    /// <summary>Decodes and measures one file, block by block.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClipMeasurement Take(string file, string path, IndexOptions options)
    {
        var block = ArrayPool<float>.Shared.Rent(BlockLength);
        try
        {
            using var reader = AudioReader.Open(file, path);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var meter = new LevelMeter(reader.Info.SampleRateHz, reader.Info.ChannelCount);
            int read;
            while ((read = reader.Read(block)) > 0)
            {
                digest.AppendData(MemoryMarshal.AsBytes(block.AsSpan(0, read)));
                meter.Add(block.AsSpan(0, read));
            }

            return new ClipMeasurement
            {
                SampleRateHz = reader.Info.SampleRateHz,
                ChannelCount = reader.Info.ChannelCount,
                SampleCount = meter.SampleCount,
                Sha256 = Convert.ToHexStringLower(digest.GetHashAndReset()),
                Peak = meter.Peak,
                ClippedSamples = meter.ClippedSamples,
                Fault = FindFault(meter, path, options),
            };
        }
        catch (UnauthorizedAccessException)
        {
            return new ClipMeasurement { Fault = $"{path}: permission is denied. Make it readable for this user, or leave it out." };
        }
        catch (AudioFormatException exception)
        {
            exception.NextStep ??= "Get the file again (rerun Download), or leave it out.";
            return new ClipMeasurement { Fault = exception.Message };
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    private static string? FindFault(LevelMeter meter, string path, IndexOptions options)
    {
        var key = meter.Seconds < options.MinSeconds ? " (min_seconds)" : meter.PeakDbfs < options.SilenceDbfs ? " (silence_dbfs)" : "";
        return meter.FindFault(options.MinSeconds, options.SilenceDbfs) is { } fault
            ? (fault with { Where = path, Rule = fault.Rule + key }).ToString()
            : null;
    }
}
