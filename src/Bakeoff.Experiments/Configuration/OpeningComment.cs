namespace Bakeoff.Experiments.Configuration;

/// <summary>The comment at the top of an experiment, which states the question asked.</summary>
internal static class OpeningComment
{
    private const string Label = "Question:";

    /// <summary>
    /// The comment's text on one line, without <c>#</c> and without the word <c>Question:</c>; empty when the file starts otherwise.
    /// </summary>
    /// <param name="text">The whole file.</param>
    public static string Read(string text)
    {
        var words = text.ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => line.Trim().Length == 0 || line.TrimStart('\uFEFF', ' ').StartsWith('#'))
            .SkipWhile(line => line.Trim().Length == 0 || IsForEditors(line))
            .TakeWhile(line => line.Trim().Length > 0)
            .Where(line => !IsForEditors(line))
            .Select(line => line.TrimStart('\uFEFF', ' ').TrimStart('#').Trim());
        var comment = string.Join(' ', words).Trim();
        return comment.StartsWith(Label, StringComparison.Ordinal) ? comment[Label.Length..].Trim() : comment;
    }

    /// <summary>The comment that <see cref="Read"/> reads back, with a line break; empty without a question.</summary>
    public static string Write(string question) => question.Length == 0 ? "" : $"# {Label} {question}\n";

    /// <summary>True for a line that tells an editor where the schema is.</summary>
    private static bool IsForEditors(string line) => line.Contains("yaml-language-server:", StringComparison.Ordinal);
}
