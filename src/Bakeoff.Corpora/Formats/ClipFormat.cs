namespace Bakeoff.Corpora.Formats;

/// <summary>A form in which a corpus states its clips: by its file names, by a table, or by a format of its makers.</summary>
/// <remarks>
/// A format is one record with its options, named by <see cref="Options.KindAttribute"/>: <c>[Kind("my_format")]</c> is written <c>format:
/// {my_format: {...}}</c>.
/// </remarks>
public abstract record ClipFormat
{
    /// <summary>Lists the clips that a corpus states, with codes as they stand there: the index maps them to labels and speakers.</summary>
    /// <param name="folder">The corpus.</param>
    /// <returns>Clips in ordinal order of paths, and everything that was left out.</returns>
    /// <exception cref="DatasetException">The statement cannot be read.</exception>
    public abstract ClipListing List(CorpusFolder folder);

    /// <summary>The clips that the format expects, as a message names them: <c>clips named like ...</c>.</summary>
    public abstract string Expectation { get; }
}
