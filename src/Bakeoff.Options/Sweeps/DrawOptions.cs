using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Numerics;

namespace Bakeoff.Options.Sweeps;

/// <summary>Where the values of one key are drawn from. Exactly one of uniform, log_uniform, integer and choice.</summary>
public sealed record DrawOptions : IValidatedOptions
{
    /// <summary>Lowest and highest number; all between are equally likely. Default: not used.</summary>
    [JsonPropertyName("uniform")]
    public IReadOnlyList<double>? Uniform { get; init; }

    /// <summary>Lowest and highest number, both above 0; all magnitudes between are equally likely. Default: not used.</summary>
    [JsonPropertyName("log_uniform")]
    public IReadOnlyList<double>? LogUniform { get; init; }

    /// <summary>Lowest and highest whole number, both included. Default: not used.</summary>
    [JsonPropertyName("integer")]
    public IReadOnlyList<int>? Integer { get; init; }

    /// <summary>Values to choose from. Default: not used.</summary>
    [JsonPropertyName("choice")]
    public IReadOnlyList<AnyValue>? Choice { get; init; }

    /// <summary>
    /// Values of keys above this one, all of which must have been drawn for it to be set at all: <c>when: {features.kind: mfcc}</c>. Default
    /// null: always.
    /// </summary>
    [JsonPropertyName("when"), MinLength(1)]
    public IReadOnlyDictionary<string, AnyValue>? When { get; init; }

    /// <summary>Ends of the range as positions of <see cref="SweepDraws.TextAt"/>; of whole numbers with half a step around.</summary>
    internal (double Low, double High) Ends => this switch
    {
        { Integer: [var first, var last] } => (first - 0.5, last + 0.5),
        { Uniform: [var low, var high] } => (low, high),
        { LogUniform: [var small, var large] } => (DeterministicMath.Log(small), DeterministicMath.Log(large)),
        _ => throw new InvalidOperationException("A choice has no range."),
    };

    /// <summary>Finds conditions that no draw can meet.</summary>
    /// <param name="keys">All keys of a search, in the order of the file.</param>
    internal static IEnumerable<OptionProblem> CheckConditions(IReadOnlyDictionary<string, DrawOptions> keys)
    {
        var above = new List<string>();
        foreach (var (key, draw) in keys)
        {
            foreach (var (other, value) in draw.When ?? new Dictionary<string, AnyValue>(StringComparer.Ordinal))
            {
                if (!above.Contains(other, StringComparer.Ordinal))
                {
                    yield return new OptionProblem(
                        "keys", $"has {key} when {other} is {value}, expected a key of the search that stands above it. Move {other} up, or correct its name.");
                }
                else if (keys[other].Choice is { } choice && !choice.Contains(value))
                {
                    yield return new OptionProblem(
                        "keys", $"has {key} when {other} is {value}, expected one of its choices: {string.Join(", ", choice)}. Correct the value.");
                }
            }

            above.Add(key);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (new object?[] { Uniform, LogUniform, Integer, Choice }.Count(o => o is not null) != 1)
        {
            yield return new OptionProblem(
                "",
                "needs exactly one of uniform, log_uniform, integer and choice. An example: {log_uniform: [0.0001, 0.01]}.");
        }

        if (Uniform is not null && !(Uniform is [var low, var high] && low < high))
        {
            yield return NoRange("uniform", Uniform, "two numbers, the lower first");
        }

        if (LogUniform is not null && !(LogUniform is [var small, var large] && small > 0 && small < large))
        {
            yield return NoRange("log_uniform", LogUniform, "two numbers above 0, the lower first");
        }

        if (Integer is not null && !(Integer is [var first, var last] && first < last && (long)last - first < int.MaxValue))
        {
            yield return NoRange("integer", Integer, "two whole numbers, the lower first");
        }

        if (Choice is { Count: 0 })
        {
            yield return new OptionProblem("choice", "is empty, expected at least one value. Give values or remove the key.");
        }
    }

    private static OptionProblem NoRange<T>(string key, IReadOnlyList<T> given, string rule)
        where T : IFormattable
    {
        var values = string.Join(", ", given.Select(static value => value.ToString(null, CultureInfo.InvariantCulture)));
        return new OptionProblem(key, $"is [{values}], expected {rule}. Correct it, or use choice: [VALUE, ...] for single values.");
    }
}
