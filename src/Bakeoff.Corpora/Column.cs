namespace Bakeoff.Corpora;

/// <summary>A column of a corpus beside label, speaker and text, such as gender or arousal: a name that all its clips share.</summary>
/// <param name="Name">Name in the description, in <c>index.csv</c> and in reports.</param>
/// <param name="Type">Kind of its values.</param>
public sealed record Column(string Name, ColumnType Type);

/// <summary>Kinds of values that a column can have.</summary>
public enum ColumnType
{
    /// <summary>Names, such as <c>female</c>; compared without regard to case and normal form.</summary>
    Text,

    /// <summary>Finite numbers in double precision.</summary>
    Number,
}
