using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow;

/// <summary>Checks requests before they are sent or written, because servers silently cut, drop or misread some values.</summary>
internal static class Requests
{
    internal static void Validate(NewExperiment experiment)
    {
        if (string.IsNullOrWhiteSpace(experiment.Name) || experiment.Name.Length > MlflowLimits.ExperimentNameLength)
        {
            throw new ArgumentException(
                $"experiment name is '{experiment.Name}', expected 1 to {Text(MlflowLimits.ExperimentNameLength)} characters. "
                    + "Choose another name.",
                nameof(experiment));
        }

        Validate("tag", experiment.Tags);
    }

    internal static void Validate(NewRun run)
    {
        Validate("tag", run.Tags);
        string? tagged = run.Tags.LastOrDefault(tag => tag.Key == MlflowTags.RunName).Value;
        if (run.Name is not null && tagged is not null && run.Name != tagged)
        {
            throw new ArgumentException(
                $"run name is '{run.Name}' and tag {MlflowTags.RunName} is '{tagged}', expected the same. Leave the tag out.", nameof(run));
        }

        if (run.StartTime is { } start)
        {
            Time("start time", start.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Checks every key, time and text; returns the batch with parameters cut to the length that servers keep.</summary>
    internal static RunBatch Validate(RunBatch batch)
    {
        foreach (Metric metric in batch.Metrics)
        {
            Validate(metric);
        }

        Validate("parameter", batch.Parameters);
        Validate("tag", batch.Tags);
        return batch.Parameters.Any(parameter => parameter.Value.Length > MlflowLimits.ParameterLength)
            ? batch with { Parameters = [.. batch.Parameters.Select(CutParameter)] }
            : batch;
    }

    private static KeyValuePair<string, string> CutParameter(KeyValuePair<string, string> parameter) =>
        new(parameter.Key, Cut(parameter.Value, MlflowLimits.ParameterLength));

    internal static void Validate(Metric metric)
    {
        MlflowKeys.Validate("metric", metric.Key);
        Time($"timestamp of metric '{metric.Key}'", metric.TimestampMs);
    }

    internal static void Validate(IReadOnlyList<DatasetInput> inputs)
    {
        foreach (DatasetInput input in inputs)
        {
            Dataset dataset = input.Dataset;
            Length("data set name", dataset.Name, 1, MlflowLimits.DatasetNameLength);
            Length("data set digest", dataset.Digest, 1, MlflowLimits.DatasetDigestLength);
            Length("data set source", dataset.Source, 0, MlflowLimits.DatasetTextLength);
            Length("data set schema", dataset.Schema ?? "", 0, MlflowLimits.DatasetTextLength);
            Validate("tag", [.. input.Tags]);
        }
    }

    /// <summary>Checks a relative artifact path and returns it with forward slashes.</summary>
    internal static string ValidArtifactPath(string path)
    {
        string slashed = path.Replace('\\', '/');
        bool isClean = slashed.Length > 0
            && !slashed.Contains('\0', StringComparison.Ordinal)
            && !Path.IsPathRooted(slashed)
            && slashed.Split('/').All(part => part is not ("" or "." or ".."));
        if (!isClean)
        {
            throw new ArgumentException(
                $"artifact path is '{path}', expected a relative path without empty, '.' or '..' parts. Correct the path.", nameof(path));
        }

        // Servers refuse '#' and decode escapes over and over, so that 'a%20b' would be kept as 'a b'.
        if (slashed.Contains('#', StringComparison.Ordinal) || Uri.UnescapeDataString(slashed) != slashed)
        {
            throw new ArgumentException(
                $"artifact path is '{path}', expected no '#' and no '%' with two hexadecimal digits, which servers refuse or decode. "
                    + "Rename the file.",
                nameof(path));
        }

        return slashed;
    }

    /// <summary>The first characters of a text, never half of a surrogate pair.</summary>
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    internal static void Validate(string kind, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        foreach ((string key, string value) in values)
        {
            MlflowKeys.Validate(kind, key);
            if (value is null)
            {
                throw new ArgumentException($"{kind} '{key}' is null, expected text. Leave it out or use an empty text.", nameof(values));
            }
        }
    }

    /// <summary>Names that both majors take and that are safe as folder names.</summary>
    internal static void ValidateModelName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().IndexOfAny("/\\:\0") >= 0 || name is "." or "..")
        {
            throw new ArgumentException(
                $"registered model name is '{name}', expected text without '/', '\\' and ':'. Choose another name.", nameof(name));
        }
    }

    internal static void ValidateLoggedModelName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().IndexOfAny("/:.%\"'") >= 0)
        {
            throw new ArgumentException(
                $"logged model name is '{name}', expected text without / : . % \" and '. Choose another name.", nameof(name));
        }
    }

    internal static void ValidateAlias(string alias)
    {
        bool isVersion = alias.Length > 1 && alias[0] is 'v' or 'V' && alias.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        bool isReserved = alias == "latest" || isVersion;
        if (isReserved || alias.Length is 0 or > 255 || !alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new ArgumentException(
                $"alias is '{alias}', expected letters, digits, '_' and '-', but neither 'latest' nor 'v' with digits. "
                    + "Choose another alias.",
                nameof(alias));
        }
    }

    internal static void ValidateTransition(ModelStage stage, bool archiveOthers)
    {
        if (archiveOthers && stage is not (ModelStage.Staging or ModelStage.Production))
        {
            throw new ArgumentException(
                $"stage is {stage}, expected Staging or Production when other versions are archived.", nameof(stage));
        }
    }

    private static void Length(string what, string text, int least, int most)
    {
        if (text.Length < least || text.Length > most)
        {
            throw new ArgumentException(
                $"{what} has {Text(text.Length)} characters, expected {Text(least)} to {Text(most)}. Shorten it.", nameof(text));
        }
    }

    private static void Time(string what, long ms)
    {
        // Seconds instead of milliseconds mean January 1970; servers accept them.
        if (ms < 0)
        {
            throw new ArgumentException(
                $"{what} is {Text(ms)}, expected milliseconds since 1970 UTC, at least 0. Use DateTimeOffset.ToUnixTimeMilliseconds.",
                nameof(ms));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
