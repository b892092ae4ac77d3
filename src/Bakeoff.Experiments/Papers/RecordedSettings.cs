using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Training;

namespace Bakeoff.Experiments.Papers;

/// <summary>Settings of a run in words, from the records of its stages; those that have no part in it are left out.</summary>
internal sealed class RecordedSettings
{
    private static readonly string[] Sections = ["features", "augmentation", "model", "training", "classifier.candidates"];

    private const string TestTime = "test_time.augmentation.test_time";
    private const string TestTimeKey = "augmentation.test_time";

    private readonly IReadOnlyDictionary<string, string> _parameters;

    /// <summary>Takes the settings.</summary>
    /// <param name="parameters">Canonical values by dotted key.</param>
    /// <param name="options">The same as options.</param>
    public RecordedSettings(IReadOnlyDictionary<string, string> parameters, ExperimentOptions options)
    {
        var idle = Idle(options).ToHashSet(StringComparer.Ordinal);
        _parameters = parameters
            .Where(parameter => parameter.Value is not ("null" or "[]") && !idle.Contains(parameter.Key) && !IsOfModel(parameter.Key))
            .ToDictionary(
                static parameter => parameter.Key.Replace(TestTime, TestTimeKey, StringComparison.Ordinal),
                static parameter => parameter.Value,
                StringComparer.Ordinal);
    }

    /// <summary>The settings of a section, its kind first; empty where there are none.</summary>
    /// <param name="section">Key of the section, such as <c>features</c>.</param>
    public string Section(string section) => Sentence(
        In(section)
            .OrderByDescending(static parameter => parameter.Key.Split('.')[0] is "kind" or "set" or "optimizer")
            .ThenBy(static parameter => parameter.Key, StringComparer.Ordinal));

    /// <summary>The items of a list of kinds in its order: <c>lstm (units 64), dropout (rate 0.2)</c>.</summary>
    /// <param name="section">Key of the list, such as <c>model</c>.</param>
    public string Items(string section) => string.Join(
        ", ",
        In(section)
            .Select(static parameter => (Parts: parameter.Key.Split('.', 3), parameter.Value))
            .GroupBy(static item => int.Parse(item.Parts[0], CultureInfo.InvariantCulture))
            .OrderBy(static item => item.Key)
            .Select(static item => Item([.. item])));

    /// <summary>Everything that is in no section of its own; seeds, corpora and engines are told elsewhere.</summary>
    public string Others() => Sentence(_parameters
        .Where(static parameter =>
            parameter.Key is not ("seed" or "dataset.name" or "engine")
            && !parameter.Key.StartsWith("engine.", StringComparison.Ordinal)
            && !Sections.Any(section => parameter.Key == section || parameter.Key.StartsWith(section + ".", StringComparison.Ordinal)))
        .OrderBy(static parameter => parameter.Key, StringComparer.Ordinal));

    // What a model carries of the copies' settings, which the features have as well.
    private static bool IsOfModel(string key) => key.StartsWith("test_time.", StringComparison.Ordinal) && key != TestTime;

    private static IEnumerable<string> Idle(ExperimentOptions options)
    {
        var (features, split) = (options.Features, options.Split);
        var needs = features.Kinds.Aggregate(FeatureNeeds.None, static (all, kind) => all | kind.Needs);
        IEnumerable<string> idle =
        [
            .. features.Set is null ? [] : FeatureOptions.KeysThatSetsReplace.Except(["set"], StringComparer.Ordinal),
            .. needs.HasFlag(FeatureNeeds.Pitch) ? Array.Empty<string>() : ["pitch_min_hz", "pitch_max_hz"],
            .. needs.HasFlag(FeatureNeeds.Mel) ? Array.Empty<string>() : ["n_mels", "n_mfcc", "fmin_hz", "fmax_hz", "top_db"],
            .. features is { Set: null, Kind.BringsFrames: true }
                ? ["n_fft", "hop_length", "win_length", "window", "center"]
                : Array.Empty<string>(),
        ];
        return
        [
            .. idle.Select(static key => "features." + key),
            .. options.Training?.Schedule.Kind is ConstantSchedule
                ? ["training.schedule.every_epochs", "training.schedule.factor", "training.schedule.minimum"]
                : Array.Empty<string>(),
            .. options.Heads is null ? Array.Empty<string>() : ["training.loss"],
            .. options.Training?.Optimizer is null or SgdOptions ? Array.Empty<string>() : ["training.momentum"],
            .. split.By is SplitRule.Kfold or SplitRule.Corpus ? Array.Empty<string>() : ["split.folds"],
            .. split.By is SplitRule.Kfold ? Array.Empty<string>() : ["split.group_by"],
            .. split.By is SplitRule.Random || (split.By is SplitRule.Speaker && split.TestSpeakers.Count == 0)
                ? Array.Empty<string>()
                : ["split.test"],
        ];
    }

    /// <summary>The settings of a section by their keys within it.</summary>
    private IEnumerable<KeyValuePair<string, string>> In(string section) => _parameters
        .Where(parameter => parameter.Key.StartsWith(section + ".", StringComparison.Ordinal))
        .Select(parameter => KeyValuePair.Create(parameter.Key[(section.Length + 1)..], parameter.Value));

    private static string Sentence(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var text = List(parameters);
        return text.Length == 0 ? "" : text + ".";
    }

    private static string List(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join(", ", parameters.Select(static parameter => $"{parameter.Key} {parameter.Value}"));

    private static string Item(IReadOnlyList<(string[] Parts, string Value)> settings)
    {
        var kind = settings[0].Parts.Length > 1 ? settings[0].Parts[1] : settings[0].Value;
        var text = List(settings
            .Where(static setting => setting.Parts.Length > 2)
            .Select(static setting => KeyValuePair.Create(setting.Parts[2], setting.Value))
            .OrderBy(static setting => setting.Key, StringComparer.Ordinal));
        return text.Length == 0 ? kind : $"{kind} ({text})";
    }
}
