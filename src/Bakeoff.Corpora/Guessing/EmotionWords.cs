namespace Bakeoff.Corpora.Guessing;

/// <summary>Words and short forms by which corpora name emotions in folders and file names.</summary>
internal static class EmotionWords
{
    // Left the name that labels get, right what file names say; English, and the German and Italian of EmoDB, EMOVO and their like.
    private static readonly (string Name, string[] Words)[] Known =
    [
        ("angry", ["angry", "anger", "ang", "wut", "aerger", "ärger", "rabbia", "rab"]),
        ("bored", ["bored", "boredom", "bor", "langeweile"]),
        ("calm", ["calm", "cal"]),
        ("contempt", ["contempt", "con"]),
        ("disgust", ["disgust", "disgusted", "dis", "ekel", "disgusto"]),
        ("excited", ["excited", "excitement", "exc"]),
        ("fear", ["fear", "fearful", "fea", "afraid", "angst", "paura", "pau"]),
        ("frustrated", ["frustrated", "frustration", "fru"]),
        ("happy", ["happy", "happiness", "hap", "joy", "joyful", "freude", "gioia", "gio"]),
        ("neutral", ["neutral", "neu", "neutrale", "normal"]),
        ("sad", ["sad", "sadness", "trauer", "tristezza", "tri"]),
        ("surprise", ["surprise", "surprised", "sur", "ps", "pleasant_surprise", "sorpresa", "sor"]),
    ];

    private static readonly Dictionary<string, string> Names = Known
        .SelectMany(static entry => entry.Words, static (entry, word) => (word, entry.Name))
        .ToDictionary(static pair => pair.word, static pair => pair.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The emotion that a word names; null where it names none that is known.</summary>
    public static string? NameOf(string word) => Names.GetValueOrDefault(word);
}
