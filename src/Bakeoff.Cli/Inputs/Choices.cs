using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Pictures;

namespace Bakeoff.Cli.Inputs;

/// <summary>
/// Options and arguments that take one of a few words, a number of a range, or the path of a picture. Words complete, and another one is
/// refused with the nearest; what is no such number is refused before any code asks for its value.
/// </summary>
internal static class Choices
{
    /// <summary>The option <c>--threads</c>.</summary>
    public static Option<int> CreateThreads()
    {
        var threads = new Option<int>("--threads")
        {
            Description = "Threads to compute with; 0 means one a processor. Never changes a result.",
            DefaultValueFactory = static _ => 0,
            HelpName = "count",
        };
        threads.TakesNumber(0, 1024);
        return threads;
    }

    /// <summary>Makes an option take one of some words.</summary>
    public static void TakesOneOf<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    /// <summary>Makes an argument take one of some words.</summary>
    public static void TakesOneOf<T>(this Argument<T> argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, argument.Name, words));
    }

    /// <summary>Makes an option take a number: a whole one where its type is.</summary>
    /// <param name="option">An option of <see cref="int"/> or <see cref="double"/>.</param>
    /// <param name="least">The smallest number; minus infinity where another rule limits it.</param>
    /// <param name="most">The largest number; infinity where another rule limits it.</param>
    /// <param name="unit">Unit for the message; empty for none.</param>
    public static void TakesNumber<T>(
        this Option<T> option, double least = double.NegativeInfinity, double most = double.PositiveInfinity, string unit = "")
    {
        var isWhole = (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) == typeof(int);
        option.Validators.Add(result =>
        {
            var number = ReadNumber(result, otherwise: least);
            var isRight = number >= least && number <= most
                && (!isWhole || int.TryParse(result.Tokens.FirstOrDefault()?.Value, CultureInfo.InvariantCulture, out _));
            if (result.Tokens.Count > 0 && !isRight)
            {
                var range = double.IsInfinity(least) ? isWhole ? "a whole number" : "a number"
                    : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}{(unit.Length == 0 ? "" : " " + unit)}");
                result.AddError($"{option.Name} is {result.Tokens[0].Value}, expected {range}.");
            }
        });
    }

    /// <summary>Makes an option take the path of a picture.</summary>
    public static void TakesPicture(this Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } path && !Picture.TryFormatOf(path, out _))
            {
                result.AddError($"{option.Name} is '{path}', expected a path that ends in .svg, .png or .pdf.");
            }
        });

    /// <summary>The number that an option was given, for rules over several options, which are checked before values can be asked for.</summary>
    /// <param name="result">The option's result; null where it was not given.</param>
    /// <param name="otherwise">The number where none was given.</param>
    /// <returns>No number (NaN) where it cannot be read, which the option itself reports.</returns>
    public static double ReadNumber(OptionResult? result, double otherwise) =>
        result?.Tokens is not [var token] ? otherwise
        : double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : double.NaN;

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value, StringComparer.Ordinal)))
        {
            result.AddError($"{name} is '{token.Value}'. {NearestName.Suggest(token.Value, words, "Values are")}");
        }
    }
}
