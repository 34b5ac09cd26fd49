"""A class: every submission of a folder, graded once, with nothing lost.

Owns the layouts in which platforms hand submissions out, the order of the work, and the state that says what is
done. May not know how one submission is graded, nor what a page of the class looks like.
"""
