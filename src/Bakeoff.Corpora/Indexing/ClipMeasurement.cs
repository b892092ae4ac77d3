using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Audio.Decoding;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Form, level and identity of one decoded recording, or the reason why it cannot be used.</summary>
internal sealed record ClipMeasurement
{
    private const float FullScale = 0.99996f;
    private const int ClippedRun = 3;

    /// <summary>Sample rate in hertz.</summary>
    public int SampleRateHz { get; private init; }

    /// <summary>Channels.</summary>
    public int ChannelCount { get; private init; }

    /// <summary>Samples in each channel.</summary>
    public long SampleCount { get; private init; }

    /// <summary>SHA-256 of the decoded samples.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>Samples at full scale that stand in runs of three or more.</summary>
    public long ClippedSamples { get; private init; }

    /// <summary>Reason why the recording cannot be used, beginning with its path; null if it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Duration.</summary>
    public double Seconds => SampleRateHz == 0 ? 0 : SampleCount / (double)SampleRateHz;

    /// <summary>Decodes and measures one file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClipMeasurement Take(string file, string path, IndexOptions options)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        var length = checked((int)RandomAccess.GetLength(handle));
        if (length == 0)
        {
            return new ClipMeasurement { Fault = $"{path}: file holds 0 bytes, expected audio." };
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var read = RandomAccess.Read(handle, buffer.AsSpan(0, length), 0);
            return Measure(AudioDecoder.Decode(buffer.AsMemory(0, read), path), path, options);
        }
        catch (AudioFormatException exception)
        {
            exception.NextStep ??= "Get the file again (rerun Download), or leave it out.";
            return new ClipMeasurement { Fault = exception.Message };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ClipMeasurement Measure(AudioSignal signal, string path, IndexOptions options)
    {
        var samples = signal.Samples;
        var count = samples.Length / Math.Max(1, signal.ChannelCount);
        var seconds = count / (double)signal.SampleRateHz;
        var (peak, clipped) = Levels(samples, signal.ChannelCount);
        // 10^(x/20) decides nothing but this comparison; the decimal logarithm is ours so that it decides alike everywhere.
        var peakDbfs = peak > 0 ? 20 * Numerics.DeterministicMath.Log10((double)peak) : double.NegativeInfinity;
        return new ClipMeasurement
        {
            SampleRateHz = signal.SampleRateHz,
            ChannelCount = signal.ChannelCount,
            SampleCount = count,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(samples.AsSpan()))),
            ClippedSamples = clipped,
            Fault =
                count == 0 || seconds < options.MinSeconds ? TooShort(path, seconds, options)
                : signal.IsSilent || peakDbfs < options.SilenceDbfs ? Silent(path, peakDbfs, options)
                : null,
        };
    }

    private static string TooShort(string path, double seconds, IndexOptions options) =>
        new ErrorDetails("clip is {value} long")
        {
            Where = path,
            Value = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.####} s"),
            Rule = string.Create(CultureInfo.InvariantCulture, $"at least {options.MinSeconds} s (min_seconds)"),
        }.ToString();

    private static string Silent(string path, double peakDbfs, IndexOptions options) =>
        new ErrorDetails("clip is silent: its peak is {value}")
        {
            Where = path,
            Value = double.IsNegativeInfinity(peakDbfs) ? "0" : string.Create(CultureInfo.InvariantCulture, $"{peakDbfs:0.0} dBFS"),
            Rule = string.Create(CultureInfo.InvariantCulture, $"at least {options.SilenceDbfs} dBFS (silence_dbfs)"),
        }.ToString();

    private static (float Peak, long Clipped) Levels(float[] samples, int channels)
    {
        var peak = 0f;
        var clipped = 0L;
        for (var channel = 0; channel < channels; channel++)
        {
            var run = 0;
            for (var i = channel; i < samples.Length; i += channels)
            {
                var level = Math.Abs(samples[i]);
                peak = Math.Max(peak, level);
                run = level >= FullScale ? run + 1 : 0;
                clipped +=
                    run == ClippedRun ? ClippedRun
                    : run > ClippedRun ? 1
                    : 0;
            }
        }

        return (peak, clipped);
    }
}
