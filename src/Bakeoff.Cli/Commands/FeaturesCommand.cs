using System.CommandLine;
using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Models;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff features CLIP...</c>: a feature set or an encoder's state of any recordings as a table; needs no experiment.</summary>
internal static class FeaturesCommand
{
    private const string FrameSuffix = "_lld";
    private const int ClipsOfThread = 8;

    private static readonly string[] SetNames =
    [
        .. OptionKinds.Of(typeof(FeatureSet))
            .Select(static kind => kind.Name)
            .Where(static name => !name.EndsWith(FrameSuffix, StringComparison.Ordinal)),
    ];

    public static Command Create()
    {
        var command = new Command(
            "features",
            "Measures a feature set that papers name, such as eGeMAPS, or a hidden state of a speech encoder, and prints a row a recording; needs "
                + "no experiment.");
        var clips = new Argument<string[]>("clips")
        {
            Description = "Recordings (WAV, AIFF, FLAC, MP3, Ogg, Opus), folders of them, patterns such as 'clips/**/*.wav' (quoted), or - for "
                + "standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var set = new Option<string>("--set")
        {
            Description = $"The set: {string.Join(" or ", SetNames)}.",
            DefaultValueFactory = static _ => OptionKinds.NameOf(typeof(EgemapsSet)),
            HelpName = "name",
        };
        set.TakesOneOf(SetNames);
        var encoder = new Option<string?>("--encoder")
        {
            Description = "Encoder in place of a set: a folder, a name in artifacts/encoders, or its name on the hub after 'encoders fetch'.",
            HelpName = "name",
        };
        var layer = new Option<string>("--layer")
        {
            Description = "Number of the encoder's hidden state, last, or mix for all side by side.",
            DefaultValueFactory = static _ => new EncoderKind().Layer,
            HelpName = "layer",
        };
        var frames = new Option<bool>("--lld")
        {
            Description = "Print the set's descriptors, a row every 10 ms, in place of their functionals; of an encoder, its frames in place of "
                + "their mean.",
        };
        var start = Seconds("--start", "Seconds left out at the start of each recording.");
        var end = Seconds("--end", "Second at which each recording is cut; what is shorter ends where it ends.");
        var rate = new Option<int?>("--sample-rate")
        {
            Description = "Rate in hertz to which every recording is resampled first, 4000 to 768000. Default: its own.",
            HelpName = "hertz",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "File to write, whole or not at all. Default: standard output, for --csv and --arff.",
            HelpName = "path",
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads to compute with; 0 means one a processor. Never changes a result.",
            DefaultValueFactory = static _ => 0,
            HelpName = "count",
        };
        rate.TakesNumber(4000, 768_000);
        threads.TakesNumber(0, 1024);
        Option<bool>[] forms =
        [
            new("--csv") { Description = "CSV as opensmile-python's tables have it: file, start, end, values. The default." },
            new("--arff") { Description = "ARFF as SMILExtract writes it: name, frameTime, values." },
            new("--npy") { Description = "NumPy's array; beside it the recordings as CSV and the columns' names." },
            new("--parquet") { Description = "Parquet: file, start, end, values." },
        ];
        command.Arguments.Add(clips);
        foreach (var option in (Option[])[set, encoder, layer, frames, start, end, rate, .. forms, output, threads])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(clips)!.Length == 0)
            {
                result.AddError("nothing to measure, expected a recording, a folder, a pattern, or - for standard input.");
            }

            var given = forms.Where(form => result.GetValue(form)).Select(static form => form.Name).ToList();
            if (given.Count > 1)
            {
                result.AddError($"{string.Join(" and ", given)} exclude each other, expected at most one.");
            }
            else if (given is ["--npy" or "--parquet"] && result.GetValue(output) is null)
            {
                result.AddError($"{given[0]} is given without --output, expected a file to write. Add --output=PATH.");
            }

            var isEncoder = result.GetValue(encoder) is not null;
            Option[] others = isEncoder ? [set, rate] : [layer];
            if (others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
            {
                result.AddError(isEncoder
                    ? $"{other.Name} is given beside --encoder, which has its own, expected one of the two."
                    : $"{other.Name} is given without --encoder, expected both. Add --encoder=NAME.");
            }

            var first = Choices.ReadNumber(result.GetResult(start), otherwise: 0);
            var last = Choices.ReadNumber(result.GetResult(end), double.PositiveInfinity);
            if (last <= first)
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--end is {last}, expected more than --start ({first})."));
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = (parsed.GetValue(encoder) is { } model
                ? OptionsOf(model, parsed.GetValue(layer)!, parsed.GetValue(frames))
                : OptionsOf(parsed.GetValue(set)! + (parsed.GetValue(frames) ? FrameSuffix : ""), parsed.GetValue(rate))) with
            {
                OffsetSeconds = parsed.GetValue(start) ?? 0,
                DurationSeconds = parsed.GetValue(end) - (parsed.GetValue(start) ?? 0),
            };
            var count = parsed.GetValue(threads);
            var run = new Extraction(options, count == 0 ? Environment.ProcessorCount : count, cancellationToken);
            var path = parsed.GetValue(output);
            var columns = run.ColumnNames;
            FeatureTable table = forms.Where(form => parsed.GetValue(form)).Select(static form => form.Name).SingleOrDefault() switch
            {
                "--arff" => new FeatureArff(options.Set?.Name ?? "encoder", columns),
                "--npy" => new FeatureNpy(path!, columns),
                "--parquet" => new FeatureParquet(columns),
                _ => new FeatureCsv(columns),
            };
            var sounds = Find(parsed.GetValue(clips)!);
            if (path is not null)
            {
                await AtomicFile.WriteAsync(path, stream => run.WriteAsync(sounds, table, stream));
            }
            else
            {
                await run.WriteAsync(sounds, table, stream: null);
            }

            return run.Report(sounds.Count);
        });
        return command;
    }

    private static FeatureOptions OptionsOf(string set, int? rateHz)
    {
        var kind = (FeatureSet)Activator.CreateInstance(OptionKinds.Of(typeof(FeatureSet)).Single(known => known.Name == set).Type)!;
        return new FeatureOptions { Set = kind with { SampleRateHz = rateHz } };
    }

    private static FeatureOptions OptionsOf(string model, string layer, bool isFrames)
    {
        var folder = EncoderFolders.Find(model);
        var options = new FeatureOptions
        {
            Kind = new EncoderKind { Model = folder, Layer = layer },
            SampleRateHz = SpeechEncoder.Describe(folder).SampleRateHz,
            Summary = isFrames ? FeatureSummary.None : FeatureSummary.Mean,
        };
        return options.Validate().FirstOrDefault() is { } problem
            ? throw new EncoderFormatException(folder, new ErrorDetails($"its {problem.Key} {problem.Message}"))
            : options;
    }

    private static Option<double?> Seconds(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "seconds" };
        option.TakesNumber(0, 86_400, "seconds");
        return option;
    }

    private static List<string> Find(IReadOnlyList<string> inputs) =>
    [
        .. SoundFiles.Find(inputs.Where(static input => input != SoundFiles.StandardInput), Environment.CurrentDirectory),
        .. inputs.Where(static input => input == SoundFiles.StandardInput).Take(1),
    ];

    /// <summary>Measures recordings some at a time, and counts what does not exist.</summary>
    private sealed class Extraction(FeatureOptions options, int threads, CancellationToken cancellationToken)
    {
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
}
