using Bakeoff.Options;

namespace Bakeoff.Corpora;

/// <summary>A corpus, an archive or a recording is not what its description promises.</summary>
public sealed class DatasetException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">Kind of the problem.</param>
    /// <param name="details">Where, what, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public DatasetException(DatasetProblem problem, ErrorDetails details, Exception? innerException = null)
        : base(details, innerException)
    {
        Problem = problem;
        Path = details.Where;
    }

    /// <summary>Creates the exception from one text.</summary>
    /// <param name="problem">Kind of the problem.</param>
    /// <param name="path">The archive, folder or clip; null where the whole corpus is meant.</param>
    /// <param name="message">Where, what, actual value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public DatasetException(DatasetProblem problem, string? path, string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException)
    {
        Problem = problem;
        Path = path;
    }

    /// <summary>Kind of the problem.</summary>
    public DatasetProblem Problem { get; }

    /// <summary>
    /// The archive, folder or clip, as the user knows it; null where the whole corpus is meant. By default the place of the error.
    /// </summary>
    public string? Path { get; init; }
}
