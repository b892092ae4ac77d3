using System.Text.RegularExpressions;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>One condition of a stress test: a change of the test recordings, and the limits that the predictions are held to.</summary>
/// <param name="Name">Name, such as <c>noise_20db</c>.</param>
/// <param name="Form">Its form: conditions of one form are points of one curve.</param>
/// <param name="Number">Number in the name; 0 where there is none.</param>
/// <param name="Options">Sounds and limits.</param>
internal sealed partial record StressCondition(string Name, StressForm Form, int Number, StressOptions Options)
{
    /// <summary>The preset of an experiment that states none.</summary>
    public const string Usual = "usual";

    private const string Audeering = "audeering";

    private static readonly StressOptions NoLimits = new();
    private static readonly StressOptions Same = new() { MinUnchanged = 0.95 };
    private static readonly StressOptions Noisy = new() { MaxDrop = 0.05, MinUnchanged = 0.9 };
    private static readonly StressOptions Phone = new() { MaxDrop = 0.05, MinUnchanged = 0.5 };

    /// <summary>Names and limits of the presets.</summary>
    private static readonly Dictionary<string, IReadOnlyList<(string Name, StressOptions Limits)>> Presets = new(StringComparer.Ordinal)
    {
        [Usual] =
        [
            .. new[]
            {
                "noise_30db", "noise_20db", "noise_10db", "noise_0db", "gain_-20db", "gain_-6db", "gain_6db",
                "clipping_10permille", "clipping_50permille", "low_pass_4000hz", "low_pass_1000hz", "high_pass_300hz",
                "telephone_alaw", "telephone_mulaw", "mp3_32kbps", "opus_16kbps", "crop_start_200ms", "crop_end_200ms",
                "silence_start_500ms", "silence_end_500ms", "tempo_80pct", "tempo_90pct", "tempo_110pct", "tempo_120pct", "rate_8000hz",
            }
                .Select(static name => (name, NoLimits)),
        ],

        // The thresholds for categories of audeering/ser-tests, as far as they need no recordings.
        [Audeering] =
        [
            .. new[] { "tone_40db", "tone_45db", "tone_50db" }.Select(static name => (name, Same)),
            .. new[] { "gain_-2db", "gain_-1db", "gain_1db", "gain_2db" }.Select(static name => (name, Same)),
            .. new[] { "crop_start", "crop_end", "silence_start", "silence_end" }
                .SelectMany(static words => new[] { "100", "500", "1000" }.Select(count => ($"{words}_{count}samples", Same))),
            .. new[] { "clipping_1permille", "clipping_2permille", "clipping_3permille" }.Select(static name => (name, Same)),
            .. new[] { "high_pass_50hz", "high_pass_100hz", "high_pass_150hz" }.Select(static name => (name, Same)),
            .. new[] { "low_pass_7500hz", "low_pass_7000hz", "low_pass_6500hz" }.Select(static name => (name, Same)),
            .. new[] { "noise_45db", "noise_40db", "noise_35db" }.Select(static name => (name, Same)),
            ("noise_20db", Noisy),
            ("telephone_alaw", Phone),
            ("telephone_mulaw", Phone),
        ],
    };

    /// <summary>
    /// The conditions of an experiment, each once: what it states itself goes before what a preset says of the same condition.
    /// </summary>
    /// <param name="stress">The setting <c>stress</c> without problems; null for the usual conditions.</param>
    public static IReadOnlyList<StressCondition> Of(IReadOnlyDictionary<string, StressOptions>? stress)
    {
        stress ??= new Dictionary<string, StressOptions>(StringComparer.Ordinal) { [Usual] = NoLimits };
        var conditions = new OrderedDictionary<string, StressCondition>(StringComparer.Ordinal);
        foreach (var (preset, over) in stress.Where(static entry => Presets.ContainsKey(entry.Key)))
        {
            foreach (var (name, limits) in Presets[preset])
            {
                conditions[name] = Create(name, limits with
                {
                    MaxDrop = over.MaxDrop ?? limits.MaxDrop,
                    MinUnchanged = over.MinUnchanged ?? limits.MinUnchanged,
                });
            }
        }

        foreach (var (name, own) in stress.Where(static entry => !Presets.ContainsKey(entry.Key)))
        {
            conditions[name] = Create(name, own);
        }

        return [.. conditions.Values];
    }

    /// <summary>Problems of the setting, each with its key below <c>stress</c>.</summary>
    public static IEnumerable<OptionProblem> Validate(IReadOnlyDictionary<string, StressOptions> stress)
    {
        if (stress.Count == 0)
        {
            yield return new OptionProblem("", $"is empty, expected conditions or a preset. Leave it out for the preset {Usual}.");
        }

        foreach (var (name, options) in stress)
        {
            if ((options is { Noise: null, Room: null } ? FindProblem(name) : FindProblem(name, options)) is { } problem)
            {
                yield return new OptionProblem(name, problem);
            }
        }
    }

    // Compiled with the assembly: made at the start of every command, it would cost it a twentieth of its time.
    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,40}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnName();

    private static string? FindProblem(string name)
    {
        if (Presets.ContainsKey(name) || StressForm.All.Any(form => form.NumberIn(name) is { } n && n >= form.Least && n <= form.Most))
        {
            return null;
        }

        var matching = StressForm.All.Where(form => form.NumberIn(name) is not null).ToList();
        if (matching is [var form, ..])
        {
            return $"has the number {form.NumberIn(name)}, expected {form.Range}. Change it.";
        }

        string[] known = [.. Presets.Keys, .. Presets[Usual].Select(static condition => condition.Name)];
        var next = NearestName.Question(name, known)
            ?? $"The presets are {string.Join(", ", Presets.Keys)}; the forms are "
                + $"{string.Join(", ", StressForm.All.Select(static form => form.Example))}.";
        return $"is no condition, expected a preset, a name of a form, or noise or room with a file. {next}";
    }

    private static string? FindProblem(string name, StressOptions options)
    {
        const string Distance = "_NUMBERdb";
        if (options is { Noise: not null, Room: not null })
        {
            return "has noise and room, expected one of the two. Make two conditions of it.";
        }

        if (!OwnName().IsMatch(name) || Presets.ContainsKey(name) || StressForm.All.Any(form => form.NumberIn(name) is not null))
        {
            return "has a file, expected a name of your own: lower-case letters, digits, _ and -, and not that of a preset or of a "
                + "condition without files. Rename it.";
        }

        if (options.Room is not null)
        {
            return null;
        }

        var form = StressForm.RecordedNoise(name.LastIndexOf('_') is > 0 and var end ? name[..end] : name);
        return form.NumberIn(name) is { } number && number >= form.Least && number <= form.Most
            ? null
            : $"is a condition with noise, expected a name that ends in the distance, {form.Words}{Distance}, of {form.Range} dB. "
                + "Rename it.";
    }

    private static StressCondition Create(string name, StressOptions options)
    {
        if (options.Room is not null)
        {
            return new StressCondition(name, new StressForm(name, "", 0, 0, StressKind.Room), 0, options);
        }

        var form = options.Noise is not null
            ? StressForm.RecordedNoise(name[..name.LastIndexOf('_')])
            : StressForm.All.First(form => form.NumberIn(name) is not null);
        return new StressCondition(name, form, form.NumberIn(name)!.Value, options);
    }
}
