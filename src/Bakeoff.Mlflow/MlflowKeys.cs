using System.Globalization;

namespace Bakeoff.Mlflow;

/// <summary>Rules for the names of metrics, parameters and tags that hold for every MLflow server and file store.</summary>
public static class MlflowKeys
{
    /// <summary>Checks a key.</summary>
    /// <param name="kind">Kind of the key, for the message: <c>metric</c>, <c>parameter</c> or <c>tag</c>.</param>
    /// <param name="key">Key to check.</param>
    /// <exception cref="ArgumentException">
    /// The key is empty, longer than 250 characters, holds a character other than letters, digits, <c>_ - . /</c> and space, or is no clean
    /// relative path. A colon is refused too: only MLflow 3 takes it, and not on Windows.
    /// </exception>
    public static void Validate(string kind, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string? problem = FindProblem(key);
        if (problem is not null)
        {
            throw new ArgumentException($"{kind} key '{key}' {problem}. Rename it; MlflowKeys.Sanitize does so.", nameof(key));
        }
    }

    /// <summary>Turns any text into a valid key: forbidden characters become <c>_</c>, empty path parts vanish, the end is cut.</summary>
    /// <param name="text">Text such as <c>accuracy (top 5)</c>.</param>
    /// <returns>A key that <see cref="Validate"/> accepts, such as <c>accuracy _top 5_</c>; <c>_</c> for an empty text.</returns>
    public static string Sanitize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string replaced = string.Concat(text.Select(c => IsAllowed(c) ? c : '_'));
        IEnumerable<string> parts = replaced.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ("." or ".."));
        string joined = string.Join('/', parts);
        if (joined.Length > MlflowLimits.KeyLength)
        {
            joined = joined[..MlflowLimits.KeyLength].TrimEnd('/');
        }

        return FindProblem(joined) is null ? joined : "_";
    }

    internal static string? FindProblem(string key)
    {
        if (key.Length == 0)
        {
            return "is empty, expected 1 to 250 characters";
        }

        if (key.Length > MlflowLimits.KeyLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {key.Length} characters, expected at most {MlflowLimits.KeyLength}");
        }

        foreach (char c in key)
        {
            if (!IsAllowed(c))
            {
                return $"holds '{c}', expected letters, digits, '_', '-', '.', '/' and spaces";
            }
        }

        return !IsCleanPath(key)
            ? "is not a clean relative path, expected no leading, trailing or double '/', no '.' and no '..' part"
            : null;
    }

    // Runs for every logged point, so nothing is allocated.
    private static bool IsCleanPath(ReadOnlySpan<char> key)
    {
        foreach (Range part in key.Split('/'))
        {
            if (key[part] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ';
}
