namespace Bakeoff.Corpora.Importing;

/// <summary>A column that an import brings beside label, speaker and text.</summary>
/// <param name="Name">Name in the table and in the description.</param>
/// <param name="Type">Kind of its values.</param>
/// <param name="IsPerSpeaker">True where a speaker has one value in all clips, such as gender.</param>
public sealed record ImportedColumn(string Name, ColumnType Type, bool IsPerSpeaker);
