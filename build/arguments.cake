// What may stand after `dotnet cake`. A misspelt option stops before anything runs: it would run something other than what was meant.

/// <summary>Options of each target beside those that all take.</summary>
Dictionary<string, string[]> optionsOfTargets;

/// <summary>Notes the options of a target.</summary>
void Takes(string target, params string[] options)
{
    // Made by whichever task file is loaded first.
    optionsOfTargets ??= new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
    optionsOfTargets[target] = options;
}

/// <summary>Options of every target that is about an experiment.</summary>
string[] ExperimentOptions => new[] { "experiment", "set", "threads" };

/// <summary>Stops at a target or an option that does not exist, and names the nearest.</summary>
void CheckArguments(string target)
{
    if (!Tasks.Any(t => t.Name.Equals(target, StringComparison.OrdinalIgnoreCase)))
    {
        throw new CakeException(2, $"there is no target '{target}'. {Nearest(target, Tasks.Select(t => t.Name))} 'dotnet cake --description' lists them.".Replace("  ", " "));
    }

    // Cake keeps its own options to itself, but for the target and what configures it.
    var known = optionsOfTargets.GetValueOrDefault(target, Array.Empty<string>()).Append("target").ToList();
    foreach (var name in Context.Arguments.GetArguments().Keys.Where(n => !n.Contains('_') && !known.Contains(n, StringComparer.OrdinalIgnoreCase)))
    {
        throw new CakeException(2, string.Join(' ', $"{target} takes no option --{name}.", Nearest("--" + name, known.Select(n => "--" + n)), $"It takes: {string.Join(", ", known.Select(n => "--" + n))}.").Replace("  ", " "));
    }
}

/// <summary>A question for the name with the fewest edits, if they are few.</summary>
string Nearest(string typed, IEnumerable<string> names)
{
    var nearest = names.Select(n => (Name: n, Edits: Edits(typed.ToLowerInvariant(), n.ToLowerInvariant()))).OrderBy(n => n.Edits).ThenBy(n => n.Name, StringComparer.Ordinal).First();
    return nearest.Edits <= Math.Max(2, typed.Length / 3) ? $"Did you mean '{nearest.Name}'?" : string.Empty;
}

int Edits(string a, string b)
{
    var row = Enumerable.Range(0, b.Length + 1).ToArray();
    for (var i = 1; i <= a.Length; i++)
    {
        var diagonal = row[0];
        row[0] = i;
        for (var j = 1; j <= b.Length; j++)
        {
            (diagonal, row[j]) = (row[j], Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
        }
    }

    return row[b.Length];
}
