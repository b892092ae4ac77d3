using System.CommandLine;
using System.CommandLine.Parsing;
using Bakeoff.Options;

namespace Bakeoff.Cli.Inputs;

/// <summary>Options and arguments that take one of a few words: the words complete, and another one is refused with the nearest.</summary>
internal static class Choices
{
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

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value, StringComparer.Ordinal)))
        {
            result.AddError($"{name} is '{token.Value}'. {NearestName.Suggest(token.Value, words, "Values are")}");
        }
    }
}
