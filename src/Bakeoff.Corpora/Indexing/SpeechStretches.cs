using System.Runtime.ExceptionServices;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Corpora.Formats;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Finds stretches of speech in whole recordings by the rule of <see cref="SegmentOptions"/>.</summary>
internal static class SpeechStretches
{
    private const int FramesPerSecond = 100;
    private const int HopsPerFrame = 5;

    /// <summary>Puts the stretches of each recording in its place; one without speech, or that cannot be decoded, stays whole.</summary>
    /// <param name="folder">Folder of the recordings.</param>
    /// <param name="listing">Clips as the corpus states them; those that are stretches already stay as they are.</param>
    /// <param name="find">Stretches of speech in a recording.</param>
    /// <param name="parallel">Threads and cancellation; neither changes a result.</param>
    public static ClipListing Divide(
        string folder, ClipListing listing, Func<AudioReader, IReadOnlyList<ClipStretch>> find, ParallelOptions parallel)
    {
        var divided = new IReadOnlyList<StatedClip>[listing.Clips.Count];
        try
        {
            Parallel.For(0, divided.Length, parallel, i =>
            {
                var clip = listing.Clips[i];
                var stretches = clip.Stretch is null ? Find(Path.Combine(folder, clip.Path), clip.Path, find) : [];
                divided[i] = stretches.Count == 0 ? [clip] : [.. stretches.Select(stretch => clip with { Stretch = stretch })];
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is BakeoffException first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return listing with { Clips = [.. divided.SelectMany(static clips => clips)] };
    }

    /// <summary>The rule of options as a function of a recording.</summary>
    /// <param name="options">The rule.</param>
    /// <param name="detector">The network, for <see cref="SegmentRule.Silero"/>.</param>
    public static Func<AudioReader, IReadOnlyList<ClipStretch>> Rule(SegmentOptions options, ISpeechDetector? detector)
    {
        if (options.By == SegmentRule.Energy)
        {
            return recording => Find(Powers(recording, out var seconds), seconds, options);
        }

        ArgumentNullException.ThrowIfNull(detector);
        return recording => Find(recording, options, detector);
    }

    /// <summary>Bounds of speech, from the powers of the frames of a recording.</summary>
    /// <param name="powers">Mean square of each frame; a frame begins every 10 ms and lasts 25 ms.</param>
    /// <param name="seconds">Length of the recording.</param>
    /// <param name="options">The rule.</param>
    internal static IReadOnlyList<ClipStretch> Find(IReadOnlyList<double> powers, double seconds, SegmentOptions options)
    {
        var loudest = powers.DefaultIfEmpty(0).Max();
        var least = loudest * DeterministicMath.Pow(10, -options.UsedThresholdDb / 10);
        var runs = new List<(double Start, double End)>();
        for (var frame = 0; loudest > 0 && frame < powers.Count; frame++)
        {
            if (powers[frame] < least)
            {
                continue;
            }

            var (start, end) = (frame / (double)FramesPerSecond, Math.Min(seconds, (frame + 2.5) / FramesPerSecond));
            if (runs.Count > 0 && start - runs[^1].End < options.UsedMinPauseSeconds)
            {
                runs[^1] = (runs[^1].Start, end);
            }
            else
            {
                runs.Add((start, end));
            }
        }

        runs.RemoveAll(run => run.End - run.Start < options.MinSeconds);
        return [.. runs.SelectMany((run, i) => Cut(Pad(runs, i, seconds, options.UsedPadSeconds), options.MaxSeconds))];
    }

    private static IReadOnlyList<ClipStretch> Find(string file, string name, Func<AudioReader, IReadOnlyList<ClipStretch>> find)
    {
        try
        {
            using var recording = AudioReader.Open(file, name);
            return find(recording);
        }
        catch (Exception exception) when (exception is AudioFormatException or IOException or UnauthorizedAccessException)
        {
            // Measuring the clip meets the same error and reports it.
            return [];
        }
    }

    private static IReadOnlyList<ClipStretch> Find(AudioReader recording, SegmentOptions options, ISpeechDetector detector)
    {
        var sound = new MonoWindow(recording, detector.SampleRateHz);
        var probabilities = detector.Probabilities(sound, recording.Name);
        var seconds = (double)sound.SamplesRead / recording.Info.SampleRateHz;
        var runs = SpeechRuns.Find(probabilities, detector.WindowLength / (double)detector.SampleRateHz, seconds, options);
        return [.. runs.Select((_, i) => Pad(runs, i, seconds, options.UsedPadSeconds)).Select(run =>
            new ClipStretch(InMilliseconds(run.Start), InMilliseconds(run.End), null))];
    }

    // A frame is two and a half hops; half hops are summed once each.
    private static List<double> Powers(AudioReader recording, out double seconds)
    {
        var (rateHz, channels) = (recording.Info.SampleRateHz, recording.Info.ChannelCount);
        var (sums, count) = (new List<double>(), 0L);
        var block = new float[Math.Max(1, (1 << 14) / channels) * channels];
        int read;
        while ((read = recording.Read(block)) > 0)
        {
            for (var i = 0; i < read; i += channels, count++)
            {
                var half = (int)(count * 2 * FramesPerSecond / rateHz);
                while (sums.Count <= half)
                {
                    sums.Add(0);
                }

                foreach (var sample in block.AsSpan(i, channels))
                {
                    sums[half] += (double)sample * sample;
                }
            }
        }

        seconds = count / (double)rateHz;
        var powers = new List<double>();
        for (var first = 0; first + HopsPerFrame <= sums.Count; first += 2)
        {
            var sum = 0.0;
            for (var half = first; half < first + HopsPerFrame; half++)
            {
                sum += sums[half];
            }

            powers.Add(sum);
        }

        return powers;
    }

    private static (double Start, double End) Pad(List<(double Start, double End)> runs, int i, double seconds, double pad)
    {
        var before = i == 0 ? 0 : (runs[i - 1].End + runs[i].Start) / 2;
        var after = i == runs.Count - 1 ? seconds : (runs[i].End + runs[i + 1].Start) / 2;
        return (Math.Max(before, runs[i].Start - pad), Math.Min(after, runs[i].End + pad));
    }

    // Bounds stand in paths and tables.
    private static double InMilliseconds(double seconds) => Math.Round(seconds * 1000) / 1000;

    private static IEnumerable<ClipStretch> Cut((double Start, double End) run, double most)
    {
        var parts = (int)Math.Ceiling((run.End - run.Start) / most);
        double At(int part) => InMilliseconds(run.Start + ((run.End - run.Start) * part / parts));
        return Enumerable.Range(0, parts).Select(part => new ClipStretch(At(part), At(part + 1), null));
    }
}
