namespace Bakeoff.Corpora;

/// <summary>The folders of a project that concern corpora.</summary>
/// <param name="Descriptions">Folder of the descriptions, one YAML file for each corpus.</param>
/// <param name="Sources">Folder that remembers where recordings were last taken from and keeps unfinished downloads.</param>
public sealed record CorpusFolders(string Descriptions, string Sources);
