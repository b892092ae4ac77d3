"""One fold in scikit-learn: training and prediction of the rows of ClassifierWorkload or RidgeWorkload, or a map of those of MapWorkload, with
their hyper-parameters. Usage: sklearn_rows.py THREADS ROW FOLDER, with the name of the row in the table"""
import os
import sys
import time
import warnings
import rounds

numpy, sklearn = rounds.need('numpy'), rounds.need('sklearn')
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.manifold import TSNE
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

warnings.filterwarnings('ignore')
threads, kind, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
x = numpy.fromfile(os.path.join(folder, 'rows')).reshape(-1, 1872)
y = numpy.fromfile(os.path.join(folder, 'classes'), dtype=numpy.int32)
train, test = x[:2408], x[2408:]
mean, deviation = train.mean(0), train.std(0)
train, test, y = (train - mean) / deviation, (test - mean) / deviation, y[:2408]
steps = 'max_iter' if 'max_iter' in TSNE().get_params() else 'n_iter'  # renamed in 1.5
make = {
    'classifier-discriminant': lambda: LinearDiscriminantAnalysis(solver='lsqr', shrinkage=0.3),
    'classifier-logistic-regression': lambda: LogisticRegression(C=1, max_iter=1000),
    'classifier-neighbours': lambda: KNeighborsClassifier(5),
    'classifier-rbf-svm': lambda: SVC(C=1, gamma=1 / 1872),
    'classifier-random-forest': lambda: RandomForestClassifier(300, n_jobs=threads, random_state=0),
    # As many threads as OMP_NUM_THREADS says.
    'classifier-gradient-boosting': lambda: HistGradientBoostingClassifier(max_iter=10, l2_regularization=1, early_stopping=False),
    'ridge': lambda: Ridge(1),
    # By itself it takes a randomised decomposition of seven power iterations, whose error it does not look at.
    'principal-components': lambda: PCA(2, random_state=0),
    # As many steps as ours; by default the gradient is approximate (Barnes and Hut), ours is exact.
    't-sne': lambda: TSNE(2, init='pca', n_jobs=threads, random_state=0, **{steps: 400}),
}[kind]
single = train.astype(numpy.float32)
fold = {
    'principal-components': lambda: make().fit_transform(single),
    't-sne': lambda: make().fit_transform(single[:1000]),
}.get(kind, lambda: make().fit(train, y).predict(test))


def timed():
    start = time.perf_counter()
    fold()
    return time.perf_counter() - start


rounds.serve('scikit-learn ' + sklearn.__version__, timed)
