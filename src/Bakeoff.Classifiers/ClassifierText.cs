using Bakeoff.Options.Resolution;

namespace Bakeoff.Classifiers;

/// <summary>Writes classifiers as YAML does.</summary>
internal static class ClassifierText
{
    /// <summary>Kind and hyper-parameters on one line, such as <c>rbf_svm: {c: 10, gamma: null}</c>.</summary>
    public static string Of(ClassifierOptions options) => OptionsWriter.WriteKind(options);
}
