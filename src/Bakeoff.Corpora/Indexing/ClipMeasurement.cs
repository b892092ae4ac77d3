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
    private const int BlockLength = 1 << 14;

    // Tables round times; an end that is beyond the recording by less than 10 ms is its end.
    private const int RoundingsPerSecond = 100;

    /// <summary>Sample rate in hertz.</summary>
    public int SampleRateHz { get; private init; }

    /// <summary>Channels.</summary>
    public int ChannelCount { get; private init; }

    /// <summary>Samples in each channel.</summary>
    public long SampleCount { get; private init; }

    /// <summary>SHA-256 of the decoded samples.</summary>
    public ClipDigest Digest { get; private init; }

    /// <summary>Largest magnitude of the mean of the channels, 1 at full scale.</summary>
    public float Peak { get; private init; }

    /// <summary>Samples of the mean of the channels at full scale that stand in runs of three or more.</summary>
    public long ClippedSamples { get; private init; }

    /// <summary>Reason why the recording cannot be used, beginning with its path; null if it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Duration.</summary>
    public double Seconds => SampleRateHz == 0 ? 0 : SampleCount / (double)SampleRateHz;

    /// <summary>Decodes one file once and measures the clips that are in it.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="clips">Paths for messages, the part of the file, and the place of the statement.</param>
    /// <param name="options">Shortest usable clip and level of silence.</param>
    /// <returns>A measurement for each clip, in their order.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ClipMeasurement> TakeAll(
        string file,
        IReadOnlyList<(string Path, ClipStretch? Stretch, string Origin)> clips,
        IndexOptions options)
    {
        if (clips is [{ Stretch: null } whole])
        {
            return [Catch(whole.Path, options, () => Take(AudioReader.Open(file, whole.Path), whole.Path, options))];
        }

        var measurements = new ClipMeasurement[clips.Count];
        var failed = Catch(clips[0].Path, options, () =>
        {
            using var reader = AudioReader.Open(file, clips[0].Path);
            var (rateHz, channelCount) = (reader.Info.SampleRateHz, reader.Info.ChannelCount);
            int[] cut = [.. Enumerable.Range(0, clips.Count).Where(i => !(clips[i].Stretch?.Channel > channelCount))];
            var stretches = Array.ConvertAll(cut, i => ClipSounds.InSamples(clips[i].Stretch, rateHz));
            foreach (var i in Enumerable.Range(0, clips.Count).Except(cut))
            {
                measurements[i] = Refuse(clips[i], "channel", $"{clips[i].Stretch!.Channel}", $"at most {channelCount}, as the recording has");
            }

            foreach (var (k, sound) in reader.Cut(stretches))
            {
                var clip = clips[cut[k]];
                var lacking = stretches[k].End - stretches[k].First - sound.Info.SampleCount;
                var isBeyond = lacking > rateHz / RoundingsPerSecond || sound.Info.SampleCount == 0;
                var length = (stretches[k].First + sound.Info.SampleCount) / (double)rateHz;
                measurements[cut[k]] = !isBeyond
                    ? Take(sound, clip.Path, options)
                    : sound.Info.SampleCount == 0
                        ? Refuse(clip, "beginning", Seconds(clip.Stretch!.StartSeconds), "a time before the end of the recording")
                        : Refuse(clip, "end", Seconds(clip.Stretch!.EndSeconds!.Value), $"at most {Seconds(length)}, where the recording ends");
            }

            return new ClipMeasurement();
        });

        // What damages a file damages all stretches of it that were not complete before.
        for (var i = 0; i < measurements.Length; i++)
        {
            measurements[i] ??= failed;
        }

        return measurements;

        static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");
    }

    private static ClipMeasurement Refuse((string Path, ClipStretch? Stretch, string Origin) clip, string what, string value, string rule) =>
        new()
        {
            Fault = new ErrorDetails(what)
            {
                Where = clip.Path,
                Value = value,
                Rule = rule,
                NextStep = $"Correct {clip.Origin}.",
            }.ToString(),
        };

    private static ClipMeasurement Take(AudioReader reader, string path, IndexOptions options)
    {
        var block = ArrayPool<float>.Shared.Rent(BlockLength);
        try
        {
            using var opened = reader;
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
                Digest = new ClipDigest(Convert.ToHexStringLower(digest.GetHashAndReset())),
                Peak = meter.Peak,
                ClippedSamples = meter.ClippedSamples,
                Fault = FindFault(meter, path, options),
            };
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    private static ClipMeasurement Catch(string path, IndexOptions options, Func<ClipMeasurement> take)
    {
        try
        {
            return take();
        }
        catch (UnauthorizedAccessException)
        {
            return new ClipMeasurement { Fault = $"{path}: permission is denied. Make it readable for this user, or leave it out." };
        }
        catch (AudioFormatException exception)
        {
            exception.NextStep = NextStep(path, options) ?? exception.NextStep ?? "Get the file again (rerun Download), or leave it out.";
            return new ClipMeasurement { Fault = exception.Message };
        }
    }

    // A name of another format: ffmpeg may read it.
    private static string? NextStep(string path, IndexOptions options)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return AudioDecoder.HasExtension(path) || extension.Length == 0 ? null
            : ConversionOptions.IsAmong(options.Converted, path) ? "ffmpeg could not convert it: converted.csv of Download has the reason."
            : $"Let ffmpeg read it: convert: [{extension}] in {options.Name}.yaml; or leave it out.";
    }

    private static string? FindFault(LevelMeter meter, string path, IndexOptions options)
    {
        var key = meter.Seconds < options.MinSeconds ? " (min_seconds)" : meter.PeakDbfs < options.SilenceDbfs ? " (silence_dbfs)" : "";
        return meter.FindFault(options.MinSeconds, options.SilenceDbfs) is { } fault
            ? (fault with { Where = path, Rule = fault.Rule + key }).ToString()
            : null;
    }
}
