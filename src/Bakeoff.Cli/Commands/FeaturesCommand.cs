using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff features CLIP...</c>: a feature set or an encoder's state of any recordings as a table; needs no experiment.</summary>
internal sealed class FeaturesCommand
{
    private const string FrameSuffix = "_lld";

    private static readonly string[] SetNames =
    [
        .. OptionKinds.Of(typeof(FeatureSet))
            .Select(static kind => kind.Name)
            .Where(static name => !name.EndsWith(FrameSuffix, StringComparison.Ordinal)),
    ];

    private readonly Argument<string[]> _clips = new("clips")
    {
        Description = "Recordings (WAV, AIFF, FLAC, MP3, Ogg, Opus), folders of them, patterns such as 'clips/**/*.wav' (quoted), or - for "
            + "standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _set = new("--set")
    {
        Description = $"The set: {string.Join(" or ", SetNames)}.",
        DefaultValueFactory = static _ => OptionKinds.NameOf(typeof(EgemapsSet)),
        HelpName = "name",
    };

    private readonly Option<string?> _encoder = new("--encoder")
    {
        Description = "Encoder in place of a set: a folder, a name in artifacts/encoders, or its name on the hub after 'encoders fetch'.",
        HelpName = "name",
    };

    private readonly Option<string> _layer = new("--layer")
    {
        Description = "Number of the encoder's hidden state, last, or mix for all side by side.",
        DefaultValueFactory = static _ => new EncoderKind().Layer,
        HelpName = "layer",
    };

    private readonly Option<bool> _frames = new("--lld")
    {
        Description = "Print the set's descriptors, a row every 10 ms, in place of their functionals; of an encoder, its frames in place of "
            + "their mean.",
    };

    private readonly Option<double?> _start = Seconds("--start", "Seconds left out at the start of each recording.");

    private readonly Option<double?> _end = Seconds("--end", "Second at which each recording is cut; what is shorter ends where it ends.");

    private readonly Option<int?> _rate = new("--sample-rate")
    {
        Description = "Rate in hertz to which every recording is resampled first, 4000 to 768000. Default: its own.",
        HelpName = "hertz",
    };

    private readonly Option<bool>[] _forms =
    [
        new("--csv") { Description = "CSV as opensmile-python's tables have it: file, start, end, values. The default." },
        new("--arff") { Description = "ARFF as SMILExtract writes it: name, frameTime, values." },
        new("--npy") { Description = "NumPy's array; beside it the recordings as CSV and the columns' names." },
        new("--parquet") { Description = "Parquet: file, start, end, values." },
    ];

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write, whole or not at all. Default: standard output, for --csv and --arff.",
        HelpName = "path",
    };

    private readonly Option<int> _threads = Choices.CreateThreads();

    public static Command Create() => new FeaturesCommand().Assemble();

    private Command Assemble()
    {
        var command = new Command(
            "features",
            "Measures a feature set that papers name, such as eGeMAPS, or a hidden state of a speech encoder, and prints a row a recording; needs "
                + "no experiment.");
        _set.TakesOneOf(SetNames);
        _rate.TakesNumber(4000, 768_000);
        command.Arguments.Add(_clips);
        foreach (var option in (Option[])[_set, _encoder, _layer, _frames, _start, _end, _rate, .. _forms, _output, _threads])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(Check);
        command.SetAction(RunAsync);
        return command;
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_clips)!.Length == 0)
        {
            result.AddError("nothing to measure, expected a recording, a folder, a pattern, or - for standard input.");
        }

        var given = _forms.Where(form => result.GetValue(form)).Select(static form => form.Name).ToList();
        if (given.Count > 1)
        {
            result.AddError($"{string.Join(" and ", given)} exclude each other, expected at most one.");
        }
        else if (given is ["--npy" or "--parquet"] && result.GetValue(_output) is null)
        {
            result.AddError($"{given[0]} is given without --output, expected a file to write. Add --output=PATH.");
        }

        var isEncoder = result.GetValue(_encoder) is not null;
        Option[] others = isEncoder ? [_set, _rate] : [_layer];
        if (others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            result.AddError(isEncoder
                ? $"{other.Name} is given beside --encoder, which has its own, expected one of the two."
                : $"{other.Name} is given without --encoder, expected both. Add --encoder=NAME.");
        }

        var first = Choices.ReadNumber(result.GetResult(_start), otherwise: 0);
        var last = Choices.ReadNumber(result.GetResult(_end), double.PositiveInfinity);
        if (last <= first)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--end is {last}, expected more than --start ({first})."));
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = (parsed.GetValue(_encoder) is { } model
            ? OptionsOf(model, parsed.GetValue(_layer)!, parsed.GetValue(_frames))
            : OptionsOf(parsed.GetValue(_set)! + (parsed.GetValue(_frames) ? FrameSuffix : ""), parsed.GetValue(_rate))) with
        {
            OffsetSeconds = parsed.GetValue(_start) ?? 0,
            DurationSeconds = parsed.GetValue(_end) - (parsed.GetValue(_start) ?? 0),
        };
        var count = parsed.GetValue(_threads);
        var run = new FeatureExtraction(options, count == 0 ? Environment.ProcessorCount : count, cancellationToken);
        var path = parsed.GetValue(_output);
        var columns = run.ColumnNames;
        FeatureTable table = _forms.Where(form => parsed.GetValue(form)).Select(static form => form.Name).SingleOrDefault() switch
        {
            "--arff" => new FeatureArff(options.Set?.Name ?? "encoder", columns),
            "--npy" => new FeatureNpy(path!, columns),
            "--parquet" => new FeatureParquet(columns),
            _ => new FeatureCsv(columns),
        };
        var sounds = Find(parsed.GetValue(_clips)!);
        if (path is not null)
        {
            await AtomicFile.WriteAsync(path, stream => run.WriteAsync(sounds, table, stream));
        }
        else
        {
            await run.WriteAsync(sounds, table, stream: null);
        }

        return run.Report(sounds.Count);
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
}
