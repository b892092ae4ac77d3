using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A corpus, an archive or a recording is not what its description promises; the message names where, what, the value and the next step.</summary>
/// <remarks>The world is at fault, not the program: the command prints the message without a stack and exits with code 2.</remarks>
public sealed class DatasetException : BakeoffException
{
    /// <summary>Describes one fault of a corpus.</summary>
    /// <param name="problem">What kind of fault it is.</param>
    /// <param name="path">The archive, folder or clip at fault, as the user knows it; null where the whole corpus is meant.</param>
    /// <param name="message">Where, what, actual value, rule and next step.</param>
    /// <param name="innerException">The error beneath, where there was one.</param>
    public DatasetException(DatasetProblem problem, string? path, string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException)
    {
        Problem = problem;
        Path = path;
    }

    /// <summary>What kind of fault it is.</summary>
    public DatasetProblem Problem { get; }

    /// <summary>The archive, folder or clip at fault, as the user knows it; null where the whole corpus is meant.</summary>
    public string? Path { get; }
}
