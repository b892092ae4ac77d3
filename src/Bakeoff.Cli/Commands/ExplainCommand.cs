using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Schema;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff explain KEY</c>: meaning, values and default of a key of an experiment, and the stages that read it.</summary>
internal static class ExplainCommand
{
    /// <summary>Most keys shown for one word.</summary>
    private const int MaxShown = 12;

    public static Command Create()
    {
        var key = new Argument<string?>("key")
        {
            Description = "Dotted key, such as features.n_mfcc, or its last part. None: the sections of an experiment.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        key.CompletionSources.Add(static _ => Keys().Select(static known => known.PlainPath));
        var markdown = new Option<bool>("--markdown") { Description = "Write the page of all keys, docs/keys.md." };
        var command = new Command("explain", "Explains a key of the YAML: its meaning, unit, range and default, and who reads it.")
        {
            key,
            markdown,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                Console.Out.Write(KeyPage.Write(Keys()));
                return ExitCodes.Done;
            }

            return Explain(parsed.GetValue(key));
        });
        return command;
    }

    /// <summary>All keys of an experiment.</summary>
    public static IReadOnlyList<OptionKey> Keys() => OptionReference.List(typeof(ExperimentOptions));

    private static int Explain(string? typed)
    {
        var keys = Keys();
        var found = typed is null ? [.. keys.Where(static key => !key.Path.Contains('.', StringComparison.Ordinal))] : Find(keys, typed);
        if (found.Count == 0)
        {
            var next = NearestName.Question(typed!, keys.Select(static key => key.PlainPath).Concat(keys.Select(static key => key.Name)))
                ?? $"'{CommandName.Typed} explain' lists the sections.";
            Console.Error.WriteLine($"explain: there is no key '{typed}', expected one of an experiment. {next}");
            return ExitCodes.UserError;
        }

        if (typed is null || found.Count > MaxShown)
        {
            KeyText.WriteList(found, Console.Out);
            return ExitCodes.Done;
        }

        foreach (var (position, key) in found.Index())
        {
            if (position > 0)
            {
                Console.Out.WriteLine();
            }

            KeyText.Write(key, Console.Out);
        }

        // A section is best explained by what stands in it.
        if (found is [var section])
        {
            var inside = keys.Where(key =>
                    key.Path.StartsWith(section.Path + ".", StringComparison.Ordinal)
                    && !key.Path[(section.Path.Length + 1)..].Contains('.', StringComparison.Ordinal))
                .ToList();
            if (inside.Count > 0)
            {
                Console.Out.WriteLine();
                KeyText.WriteList(inside, Console.Out);
            }
        }

        return ExitCodes.Done;
    }

    /// <summary>The key itself; else all that end in it, or that other tools call so.</summary>
    private static List<OptionKey> Find(IReadOnlyList<OptionKey> keys, string typed)
    {
        // Positions in lists may be typed as --set takes them: model.1.lstm.units.
        var plain = string.Join('.', typed.Split('.').Where(static part => !part.All(char.IsAsciiDigit)))
            .Replace("[]", "", StringComparison.Ordinal);
        if (keys.FirstOrDefault(key => key.PlainPath == plain) is { } exact)
        {
            return [exact];
        }

        return
        [
            .. keys.Where(key =>
                key.PlainPath.EndsWith("." + plain, StringComparison.Ordinal)
                || key.OtherNames.Contains(plain, StringComparer.OrdinalIgnoreCase)),
        ];
    }
}
