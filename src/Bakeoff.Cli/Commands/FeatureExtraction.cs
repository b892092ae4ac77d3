using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Models;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary>Measures recordings some at a time, and counts what does not exist.</summary>
internal sealed class FeatureExtraction(FeatureOptions options, int threads, CancellationToken cancellationToken)
{
    private const int ClipsOfThread = 8;

    private readonly FeatureExtractor _extractor = new(options);
    private long _values;
    private long _missing;
    private int _incomplete;
    private int _faults;

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> ColumnNames => _extractor.FeatureNames;

    /// <summary>Measures and writes in the order of the recordings; so many wait in memory as threads have in work.</summary>
    public async Task WriteAsync(IReadOnlyList<string> sounds, FeatureTable table, Stream? stream)
    {
        var isStarted = false;
        foreach (var block in sounds.Chunk(ClipsOfThread * threads))
        {
            var measured = new RecordingFeatures[block.Length];
            Parallel.For(
                0,
                block.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
                i => measured[i] = Measure(block[i]));
            if (!isStarted)
            {
                // An encoder that cannot be read is found by now, and leaves no header behind.
                await table.StartAsync(stream, cancellationToken);
                isStarted = true;
            }

            foreach (var features in measured)
            {
                if (features.Fault is { } exception)
                {
                    _faults++;
                    ErrorPrinter.Print(exception, Console.Error);
                    continue;
                }

                _values += features.Values.Length;
                _missing += features.MissingCount;
                _incomplete += features.MissingCount > 0 ? 1 : 0;
                await table.AddAsync(features, cancellationToken);
            }
        }

        await table.EndAsync();
    }

    /// <summary>Writes the counts to standard error.</summary>
    /// <returns>The exit code.</returns>
    public int Report(int count)
    {
        if (_missing > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bakeoff: {_missing:N0} of {_values:N0} values do not exist (in {Quantity.Of(_incomplete, "recording")}) and are 0."));
        }

        if (_faults > 0 && count > 1)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"bakeoff: {_faults} of {count} recordings have no row; the messages above say why."));
        }

        return _faults == 0 ? ExitCodes.Done : ExitCodes.UserError;
    }

    private RecordingFeatures Measure(string sound)
    {
        var name = sound == SoundFiles.StandardInput ? SoundFiles.StandardInputName : sound;
        try
        {
            using var recording = SoundFiles.Open(sound);
            var values = new List<float>();
            var seconds = Duration(recording);
            var missing = _extractor.Extract(recording, rows => values.AddRange(rows));
            var rateHz = options.AnalysisRateHz ?? recording.Info.SampleRateHz;
            var grid = options.Kinds[0].OwnFrames(options, rateHz)!;
            return new RecordingFeatures(name)
            {
                StartSeconds = options.OffsetSeconds,
                EndSeconds = Math.Min(seconds, options.OffsetSeconds + options.DurationSeconds ?? double.PositiveInfinity),
                HopSeconds = (double)grid.HopLength / rateHz,
                FrameSeconds = (double)grid.FrameLength / rateHz,
                Values = [.. values],
                MissingCount = missing,
            };
        }
        catch (UnusableSignalException exception)
        {
            var details = new ErrorDetails(exception.What) { Where = name, Value = exception.Value, Rule = exception.Rule };
            return new RecordingFeatures(name) { Fault = new UnusableClipException(name, details, exception) };
        }
        catch (Exception exception) when (exception is AudioFormatException or IOException or UnauthorizedAccessException)
        {
            return new RecordingFeatures(name) { Fault = exception };
        }
    }

    // Some headers leave the length open; then all samples are read once before.
    private static double Duration(AudioReader recording)
    {
        if (recording.Info.SampleCount > 0)
        {
            return recording.Info.DurationSeconds;
        }

        var block = new float[(1 << 12) * recording.Info.ChannelCount];
        var count = 0L;
        int read;
        while ((read = recording.Read(block)) > 0)
        {
            count += read / recording.Info.ChannelCount;
        }

        recording.Rewind();
        return (double)count / recording.Info.SampleRateHz;
    }
}
