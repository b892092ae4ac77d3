using Bakeoff.Evaluation.Splits;

namespace Bakeoff.Evaluation.Selection;

/// <summary>
/// Clips that stay on one side of an inner fold together: a name of <see cref="SplitGrouping"/>, <see cref="Voice"/>, or the name of a column
/// of the corpus, such as <c>session</c>.
/// </summary>
public static class InnerGrouping
{
    /// <summary>
    /// No imitated speaker and no text is on both sides. The recordings count as one speaker, the first copies as another, and so on: one
    /// fold for each, which evaluates it on its share of the texts after training on the other texts of the others. With fewer texts than
    /// copies, clips take the place of texts. Real speakers are not separated; meant for a training side with one speaker.
    /// </summary>
    public const string Voice = "voice";

    /// <summary>The names that need no column, in the order of documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SplitGrouping.Names, Voice];
}
